"""The library's page over many transcripts: how long the window is deaf while it opens, scrolls and searches.

`python -m benchmarks.library_scroll --keep FOLDER`, over a folder that `benchmarks.library_search` filled; without a
screen. A step of scrolling is timed from the scroll bar's new value to the painted pixels. For the search, a timer that
wants to run every five milliseconds tells the longest time in which nothing else could.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from dabir_desktop.i18n import Interface
from dabir_desktop.library import Library
from dabir_desktop.models import LibraryDesk
from dabir_desktop.views.library import LibraryView

_STEPS: Final = 400
_STEP_PIXELS: Final = 60
_TICK_MS: Final = 5
_LETTERS: Final = ("ک", "کت", "کتا", "کتاب", "کتاب ا", "کتاب ای", "کتاب ایر", "کتاب ایران")


def took_ms(action: Callable[[], object]) -> float:
    """Milliseconds of an action."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def scrolled(page: LibraryView, start: float) -> list[float]:
    """Milliseconds of each step from a place of the list on, 0 its beginning and 1 its end."""
    bar = page.list.verticalScrollBar()
    first = int(bar.maximum() * start)

    def step(number: int) -> None:
        bar.setValue(first + number * _STEP_PIXELS)
        page.list.viewport().repaint()
        QApplication.processEvents()

    return [took_ms(partial(step, number)) for number in range(_STEPS)]


def jumped(page: LibraryView) -> list[float]:
    """Milliseconds of jumps to places that were not seen before, as when somebody drags the scroll bar."""
    bar = page.list.verticalScrollBar()

    def jump(number: int) -> None:
        bar.setValue(bar.maximum() * (number * 37 % 100) // 100)
        page.list.viewport().repaint()

    return [took_ms(partial(jump, number)) for number in range(100)]


def deaf_while_typing(page: LibraryView) -> list[float]:
    """Milliseconds between two turns of a timer while somebody types a search."""
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    timer = QTimer(interval=_TICK_MS)
    timer.timeout.connect(tick)
    timer.start()
    for text in _LETTERS:
        page.field.setText(text)
        wait(300)
    timer.stop()
    return gaps


def wait(milliseconds: int) -> None:
    """Lets the window live."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def figures(library: Library) -> Iterator[tuple[str, list[float]]]:
    """What is measured, and all its times in milliseconds."""
    application = QApplication.instance() or QApplication([])
    desk = LibraryDesk(library)
    pages: list[LibraryView] = []
    interface = Interface("fa")
    yield "page made, ids read", [took_ms(lambda: pages.append(LibraryView(desk, interface)))]
    page = pages[0]
    page.resize(900, 700)
    page.show()
    yield "laid out and painted first", [took_ms(application.processEvents)]
    yield "scrolling from the beginning", scrolled(page, 0.0)
    yield "scrolling in the middle", scrolled(page, 0.5)
    yield "jumping anywhere", jumped(page)
    yield "looking anew, nothing has come", [took_ms(page.refresh) for _ in range(5)]
    wait(100)
    yield "between two ticks while typing", deaf_while_typing(page)
    page.close_library()
    desk.finish()


def main() -> None:
    """Prints a line for each figure: the median, the slowest of a hundred, the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, required=True)
    with Library(parser.parse_args().keep / "library.sqlite3") as library:
        for name, taken in figures(library):
            ordered = sorted(taken)
            slow = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
            middle = statistics.median(ordered)
            print(f"{name:36} median {middle:6.1f} ms   p99 {slow:6.1f} ms   worst {ordered[-1]:6.1f} ms")


if __name__ == "__main__":
    main()
