"""All scenes in one language, theme and size: a picture of each, and what a person would see as wrong in it.

`python -m tests.desktop.looks.gallery LANGUAGE THEME SIZE FOLDER` tells it as lines of JSON; with QT_FONT_DPI letters
are larger, as on a system whose text is scaled.
"""

import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from dabir_core.sentences import Language
from dabir_desktop.theme import Mode
from tests.desktop.geometry import settle, troubles
from tests.desktop.looks.scenes import SCENES
from tests.desktop.looks.stage import Stage

SIZES = {"smallest": None, "usual": QSize(1080, 720)}


@dataclass(frozen=True, slots=True)
class Seen:
    """One scene: what is wrong in it, and the classes of widgets that were visible."""

    name: str
    troubles: tuple[str, ...]
    kinds: frozenset[type[QWidget]]


def walk(stage: Stage, size: QSize | None, album: Path, *, names: Sequence[str] = ()) -> Iterator[Seen]:
    """Goes through the scenes, all or those that are named; pictures go to the album."""
    album.mkdir(parents=True, exist_ok=True)
    for name in names or SCENES:
        stage.resize(size)
        shown = SCENES[name](stage)
        settle()
        picture = stage.window.grab() if shown is stage.window else shown.grab()
        assert picture.save(str(album / f"{name}.png"))
        visible = [each for each in (shown, *shown.findChildren(QWidget)) if each.isVisible()]
        yield Seen(name, tuple(troubles(shown)), frozenset(type(each) for each in visible))
        stage.clear()


def main(language: Language, theme: str, size: str, folder: str) -> int:
    """One walk, told."""
    home = Path(folder) / "home"
    home.mkdir(parents=True)
    os.environ["DABIR_HOME"] = str(home)
    stage = Stage(home, language, Mode(theme))
    try:
        for seen in walk(stage, SIZES[size], Path(folder) / "pictures"):
            print(json.dumps([seen.name, seen.troubles], ensure_ascii=False), flush=True)
    except Exception:
        traceback.print_exc()
        os._exit(1)
    stage.close()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main("fa" if sys.argv[1] == "fa" else "en", *sys.argv[2:5]))
