"""`dabir-train prepare` and `dabir-train pack` as a person calls them."""

import subprocess
import sys
from pathlib import Path

import pytest

from dabir_training.cli.__main__ import main
from dabir_training.manifest import PreparedSet
from tests.training.release import Release, Size, make_release

RUN = """
name = "small"
folder = "{folder}"
model = "none"

[prepare]

[[prepare.sources]]
kind = "common_voice"
path = "{source}"
name = "cv"
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make_release(tmp_path_factory.mktemp("release"), size=Size(train=4, dev=1, test=1, repeats=1))


def write_run(place: Path, source: Path) -> Path:
    place.mkdir()
    (place / "run.toml").write_text(RUN.format(folder=place / "out", source=source), encoding="utf-8")
    return place / "run.toml"


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["dabir-train", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_set_is_made_packed_and_used_elsewhere(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = write_run(tmp_path / "here", release.root), write_run(tmp_path / "there", tmp_path / "gone")
    assert call(monkeypatch, "prepare", here) == 0
    out = capsys.readouterr().out
    for told in ("common_voice", "sound missing", "leaks", "report.json", "train"):
        assert told in out
    assert call(monkeypatch, "pack", here, "--to", tmp_path / "set.tar", "--flac") == 0
    assert call(monkeypatch, "prepare", there, "--from", tmp_path / "set.tar") == 0
    made, moved = (PreparedSet(tmp_path / place / "out/prepared") for place in ("here", "there"))
    assert made.description().splits_hash == moved.description().splits_hash


def test_packing_what_is_not_prepared_says_what_to_do(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = write_run(tmp_path / "here", release.root)
    assert call(monkeypatch, "pack", run, "--to", tmp_path / "set.tar") == 1
    assert "dabir-train prepare" in capsys.readouterr().err


def test_a_wrong_key_is_named_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = write_run(tmp_path / "here", tmp_path)
    run.write_text(run.read_text(encoding="utf-8").replace("[prepare]", '[prepare]\nsplit = "official"'))
    assert call(monkeypatch, "prepare", run) == 2
    assert "did you mean 'splits'" in capsys.readouterr().err


def test_the_commands_import_nothing_heavy_before_they_work() -> None:
    code = (
        "import sys, dabir_training.cli.prepare, dabir_training.cli.pack;"
        "print([name for name in ('torch', 'datasets', 'soundfile', 'numpy', 'sqlite3') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.strip() == "[]"
