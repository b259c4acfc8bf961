"""Everything that can be seen, in both directions: no word is cut, nothing lies over another, no time flips.

DABIR_LOOKS_PICTURES names a folder for the pictures, to be looked at; without it they go with the test's own folder.
"""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from dabir_core.sentences import Language
from dabir_desktop import views
from tests.desktop.looks.gallery import SIZES, walk
from tests.desktop.looks.scenes import SCENES
from tests.desktop.looks.stage import Stage

HARDEST = (
    "idle-recovery",
    "idle-trouble",
    "library-found",
    "welcome-hub-away",
    "recording-lost",
    "working-failed",
    "reading-late",
    "reading-trouble",
    "reading-find",
    "reading-doubts",
    "dialog-times-wrong",
    "dialog-link",
    "settings-models-coming",
    "settings-keys-unfit",
    "settings-privacy-sure",
)
_LARGE_LETTERS_DPI = "144"


def album(tmp_path: Path) -> Path:
    place = os.environ.get("DABIR_LOOKS_PICTURES")
    return Path(place) if place else tmp_path / "pictures"


@pytest.mark.parametrize("stage", ["fa", pytest.param("en", marks=pytest.mark.long)], indirect=True)
def test_nothing_is_cut_or_covered_in_the_smallest_window(stage: Stage, tmp_path: Path) -> None:
    wrong = {seen.name: seen.troubles for seen in walk(stage, None, album(tmp_path) / "hardest", names=HARDEST)}
    assert {name: told for name, told in wrong.items() if told} == {}


@pytest.mark.long
@pytest.mark.parametrize("stage", ["fa"], indirect=True)
def test_every_class_of_widgets_is_seen(stage: Stage, tmp_path: Path) -> None:
    seen = frozenset[type[QWidget]]().union(*(each.kinds for each in walk(stage, SIZES["usual"], album(tmp_path))))
    assert {kind.__name__ for kind in own_widgets() - seen} == set()


@pytest.mark.long
@pytest.mark.parametrize("scale", [pytest.param("", marks=pytest.mark.slow), _LARGE_LETTERS_DPI])
@pytest.mark.parametrize(("theme", "size"), [("light", "smallest"), ("dark", "usual")])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_nothing_is_cut_or_covered_anywhere(
    language: Language, theme: str, size: str, *, scale: str, tmp_path: Path
) -> None:
    place = album(tmp_path) / f"{language}-{theme}-{size}{scale}"
    command = [sys.executable, "-m", "tests.desktop.looks.gallery", language, theme, size, str(place)]
    environment = os.environ | ({"QT_FONT_DPI": scale} if scale else {}) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    walked = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert walked.returncode == 0, walked.stderr[-3000:]
    told = dict(json.loads(line) for line in walked.stdout.splitlines())
    assert list(told) == list(SCENES)
    assert {name: wrong for name, wrong in told.items() if wrong} == {}


def own_widgets() -> set[type[QWidget]]:
    """Every class of widgets under views, but for those that are only built upon."""
    found = set[type[QWidget]]()
    for module in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        members = vars(importlib.import_module(module.name)).values()
        found |= {each for each in members if isinstance(each, type) and issubclass(each, QWidget)}
    return {each for each in found if each.__module__.startswith(views.__name__) and not each.__subclasses__()} | {
        each for each in found if each.__module__.startswith(views.__name__) and issubclass(each, QMenu)
    }
