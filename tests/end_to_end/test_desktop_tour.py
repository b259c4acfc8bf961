"""The whole tour through the real app, in a real window: first run, sample, recording, mending, search, files, restart.

DABIR_TOUR_PICTURES names a folder for the pictures of all stations; without it they go with the test's own folder.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from dabir_core.formats import Kind, from_json
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.end_to_end.command import DEMO_TEXT, ROOT, environment
from tests.end_to_end.first_lines import MOST_WRONG, SPOKEN, cut_speech, words_of, wrong_words
from tests.end_to_end.screen import Screen
from tests.end_to_end.tour import MENDED

HALF_OF_IT = 5.0
"""Seconds; the word that is mended and searched for is said near the end."""


@pytest.mark.long
def test_the_whole_tour(tmp_path: Path, screen: Screen, microphone: VirtualMicrophone) -> None:
    assert microphone.environment.items() <= os.environ.items()
    cut_speech(tmp_path)
    try:
        first = visit("first", tmp_path, screen)
        again = visit("again", tmp_path, screen)
    finally:
        keep_pictures(tmp_path)
    assert first["is_right_to_left"]  # the system speaks Persian
    assert wrong_words(first["sample"], DEMO_TEXT) <= MOST_WRONG
    assert wrong_words(first["transcript"], SPOKEN) <= MOST_WRONG
    assert set(words_of(first["live"])) & set(words_of(SPOKEN))
    assert words_of(first["mended"]).count(MENDED) == 1
    assert len(words_of(first["mended"])) == len(words_of(first["transcript"]))
    assert first["hits"] == 1
    assert [first["jumped_to"]] == pytest.approx(first["said_at"], abs=0.05)
    assert first["jumped_to"] > HALF_OF_IT
    assert MENDED in first["caret_in"]
    check_files({Kind(kind): Path(path) for kind, path in first["written"].items()}, first["mended"])
    assert again == {"is_welcomed_again": False, "items": 1, "text": first["mended"]}


def check_files(written: dict[Kind, Path], text: str) -> None:
    """Each kind was written, and each has every word in its order."""
    assert set(written) == set(Kind)
    for kind, path in written.items():
        said = iter(words_of(read_back(kind, path)))
        assert all(word in said for word in words_of(text)), kind
    kept = from_json(written[Kind.JSON].read_text(encoding="utf-8"))
    assert kept.text == text


def read_back(kind: Kind, path: Path) -> str:
    if kind in {Kind.DOCX, Kind.DOCX_TIMES}:
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    content = path.read_text(encoding="utf-8-sig")
    return from_json(content).text if kind is Kind.JSON else content


def keep_pictures(folder: Path) -> None:
    place = os.environ.get("DABIR_TOUR_PICTURES")
    if place:
        shutil.copytree(folder / "pictures", place, dirs_exist_ok=True)


def visit(name: str, folder: Path, screen: Screen) -> dict[str, Any]:
    """One start of the app, until its visitor has left it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.tour", name, str(folder)],
        env=environment(folder) | dict(screen.environment) | {"LANG": "fa_IR.UTF-8", "PYTHONUTF8": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads((folder / f"told-{name}.json").read_text(encoding="utf-8")))
