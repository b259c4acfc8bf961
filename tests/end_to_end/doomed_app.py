"""The real app, until it is killed: `python -m tests.end_to_end.doomed_app [ACT …] [-- FILE …]`.

The app is started as always; in its event loop somebody acts, and then leaves it open. What happens is told on standard
output, a line of JSON each: the moment on the monotonic clock, what, and what of it.
"""

import asyncio
import json
import sys
import time
import traceback
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton

from dabir_desktop.app import dressed_application, run
from dabir_desktop.arguments import Arguments
from dabir_desktop.batch import OVER
from dabir_desktop.models import LibraryDesk
from dabir_desktop.recorder import Recorder
from dabir_desktop.recovering import Recovery
from dabir_desktop.views.library import LibraryView
from dabir_desktop.views.reading_page import ReadingPage
from dabir_desktop.views.recovery_card import RecoveryCard
from dabir_desktop.views.window import Window
from dabir_desktop.work_queue import WorkQueue
from tests.desktop.keyboard import type_text
from tests.end_to_end.hand import until

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_KEY_SECONDS = 0.04

Part = TypeVar("Part", bound=QObject)


def tell(what: str, value: object = None) -> None:
    """Says it at once, since there may be no later."""
    print(json.dumps([time.monotonic(), what, value], ensure_ascii=False), flush=True)


class Person:
    """Who uses the app; each public method is an act."""

    def __init__(self, window: Window) -> None:
        self._window = window

    async def keep(self) -> None:
        """Has what was cut short kept."""
        await self._decide("Keep")

    async def transcribe(self) -> None:
        """Has what was cut short turned into text."""
        await self._decide("Turn into text")

    async def record(self) -> None:
        """Begins to record."""
        self._part(Recorder).began.connect(lambda _device: tell("began"))
        self._window.actions_of.record.trigger()

    async def work(self) -> None:
        """Follows the queue to its end."""
        queue = self._part(WorkQueue)
        queue.advanced.connect(lambda _item: tell("advanced"))
        await until(lambda: bool(queue.items), "something to do")
        tell("working")
        await self.rest()

    async def rest(self) -> None:
        """Waits until nothing is to be done any more, in the queue and in the library."""
        queue, desk = self._part(WorkQueue), self._part(LibraryDesk)
        await until(lambda: all(item.state in OVER for item in queue.items), "the end of the work")
        desk.finish()
        tell("rested", [item.state for item in queue.items])

    async def edit(self) -> None:
        """Opens the newest item and writes on at the end of its first line, a letter at a time."""
        library = self._part(LibraryDesk).library
        self._part(LibraryView).opened.emit(library.ids()[0], None)
        reading = self._part(ReadingPage)
        await until(reading.isVisible, "the text")
        page = reading.editor.page
        page.moveCursor(QTextCursor.MoveOperation.Start)
        page.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
        number = 0
        while True:
            tell("text", page.textCursor().block().text())
            type_text(page, LETTERS[number % len(LETTERS)])
            number += 1
            await asyncio.sleep(_KEY_SECONDS)

    async def _decide(self, words: str) -> None:
        recovery, card = self._part(Recovery), self._part(RecoveryCard)
        await until(lambda: bool(recovery.open), "something that was cut short")
        assert card.isVisible()
        tell("offered", [[str(each.path), each.seconds] for each in recovery.open])
        while recovery.open:
            next(button for button in card.findChildren(QPushButton) if button.text() == words).click()
        tell("decided")

    def _part(self, kind: type[Part]) -> Part:
        found = self._window.findChild(kind)
        assert found is not None, kind.__name__
        return found


async def _act(acts: list[str]) -> None:
    def window() -> Window | None:
        return next((each for each in QApplication.topLevelWidgets() if isinstance(each, Window)), None)

    try:
        await until(lambda: window() is not None, "the window")
        shown = window()
        assert shown is not None
        tell("opened")
        for act in acts:
            await getattr(Person(shown), act)()
    except BaseException:
        traceback.print_exc()
        tell("failed")


def main(words: list[str]) -> int:
    """Starts the app, and somebody who uses it."""
    at = words.index("--") if "--" in words else len(words)
    dressed_application()
    tasks: list[asyncio.Task[None]] = []
    begin = QTimer(singleShot=True, interval=0)
    begin.timeout.connect(lambda: tasks.append(asyncio.get_running_loop().create_task(_act(words[:at]))))
    begin.start()
    return run(Arguments(tuple(words[at + 1 :])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
