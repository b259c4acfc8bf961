"""A visitor in the real app, in its own process: `python -m tests.end_to_end.tour first|again FOLDER`.

The app is started as always; the visitor is a coroutine in its event loop, that sees widgets and uses keys and mouse.
FOLDER has spoken.wav, gets `pictures/` and told.json: what was seen on the way, for the test to judge.
"""

import asyncio
import json
import sys
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog

from dabir_core.formats import Kind
from dabir_desktop.app import dressed_application, run
from dabir_desktop.arguments import Arguments
from dabir_desktop.recorder import Recorder
from dabir_desktop.views.first_run import FirstRun
from dabir_desktop.views.hit_list import HitList
from dabir_desktop.views.idle import IdlePage
from dabir_desktop.views.library import LibraryView
from dabir_desktop.views.library_list import LibraryList
from dabir_desktop.views.reading_page import ReadingPage
from dabir_desktop.views.recording_page import RecordingPage
from dabir_desktop.views.window import Window
from tests.end_to_end.hand import Hand, until

MENDED = "دبیرستان"
"""Said nowhere in the sample: what a search finds was written by the visitor."""
_LIVE_WORDS = 4


class Visit:
    """One start of the app."""

    def __init__(self, folder: Path, hand: Hand) -> None:
        self._folder, self._hand = folder, hand
        self.told: dict[str, object] = {}

    async def first(self) -> None:
        """From the first run to the last export."""
        await self._be_welcomed()
        await self._record()
        await self._mend()
        await self._search()
        await self._export()

    async def again(self) -> None:
        """After a restart: what is still there."""
        hand = self._hand
        await hand.meet(IdlePage)
        library = await hand.meet(LibraryList)
        self.told["is_welcomed_again"] = hand.shown(FirstRun) is not None
        self.told["items"] = library.model().rowCount()
        await hand.photograph("restart")
        await hand.click(library, library.visualRect(library.model().index(0, 0)), times=2)
        page = await hand.meet(ReadingPage)
        self.told["text"] = page.editor.transcript().text
        await hand.photograph("still-there")

    async def _be_welcomed(self) -> None:
        hand = self._hand
        page = await hand.meet(FirstRun)
        self.told["is_right_to_left"] = hand.window.isRightToLeft()
        sample = page.sample
        await until(lambda: sample._is_written, "the sample's text")
        self.told["sample"] = sample.text.toPlainText()
        await hand.click(sample.button)
        await until(lambda: bool(sample.text.extraSelections()), "a lit word")
        await hand.photograph("welcome")
        await hand.click(page.begin)
        await hand.meet(IdlePage)
        await hand.photograph("idle")

    async def _record(self) -> None:
        hand = self._hand
        recorder, microphones = hand.window.findChild(Recorder), list[str]()
        assert recorder is not None
        recorder.began.connect(microphones.append)
        await hand.press("ctrl+r")
        page = await hand.meet(RecordingPage)
        await until(lambda: bool(microphones), "the first sound")
        speaking = await asyncio.create_subprocess_exec("paplay", str(self._folder / "spoken.wav"))
        await until(lambda: len(page.text.text().split()) >= _LIVE_WORDS, "live text")
        await hand.photograph("recording")
        await speaking.wait()
        self.told["live"] = page.text.text()
        await hand.click(page.bar.stop_button)
        reading = await hand.meet(ReadingPage)
        self.told["transcript"] = reading.editor.transcript().text
        await hand.photograph("transcript")

    async def _mend(self) -> None:
        """A double click takes the last segment's last word but one; what is written takes its place."""
        hand = self._hand
        editor = (await hand.meet(ReadingPage)).editor
        page = editor.page
        words = editor.transcript().segments[-1].text.split()
        cursor = page.document().find(words[-2], page.document().lastBlock().position())
        cursor.setPosition(cursor.selectionStart() + len(words[-2]) // 2)
        await hand.click(page.viewport(), page.cursorRect(cursor), times=2)
        await until(lambda: page.textCursor().selectedText() == words[-2], "a word that is chosen")
        await hand.write(MENDED)
        page.moveCursor(QTextCursor.MoveOperation.EndOfWord)
        self.told["mended"] = editor.transcript().text
        await hand.photograph("mended")

    async def _search(self) -> None:
        """From another page, so that the jump is one."""
        hand = self._hand
        await hand.press("ctrl+w")
        await hand.meet(IdlePage)
        await hand.press("ctrl+b")
        library = await hand.meet(LibraryView)
        await until(library.field.hasFocus, "the search field's focus")
        await hand.write(MENDED)
        hits = await hand.meet(HitList)
        self.told["hits"] = hits.model().rowCount()
        await hand.photograph("search")
        await hand.press("Return")
        page = await hand.meet(ReadingPage)
        self.told["jumped_to"] = page.player.playback.position
        self.told["caret_in"] = page.editor.page.textCursor().block().text()
        words = page.editor.transcript().segments[-1].words
        self.told["said_at"] = [word.start for word in words if MENDED in word.text]
        await hand.photograph("found")

    async def _export(self) -> None:
        """Each kind by its entry in the menu, at the place that the dialog offers."""
        hand = self._hand
        editor = (await hand.meet(ReadingPage)).editor
        written: dict[str, str] = {}
        asked = Kind.TXT
        editor.exported.connect(lambda path: written.setdefault(asked.value, str(path)))
        for asked in Kind:
            editor.exports.kinds[asked].trigger()
            await until(lambda: isinstance(QApplication.activeWindow(), QFileDialog), "a dialog")
            if not written:
                await hand.photograph_once("export")
            await hand.press("Return")
            await until(lambda: asked.value in written, f"an export to {asked}")  # noqa: B023
            await until(hand.window.isActiveWindow, "the window")
        self.told["written"] = written
        await hand.photograph("exported")


async def _visit(name: str, folder: Path, told: dict[str, object]) -> None:
    window: Window | None = None

    def has_window() -> bool:
        nonlocal window
        window = next((each for each in QApplication.topLevelWidgets() if isinstance(each, Window)), None)
        return window is not None and window.isActiveWindow()

    try:
        await until(has_window, "the window")
        assert window is not None
        hand = Hand(window, folder / "pictures" / name)
        visit = Visit(folder, hand)
        ways: dict[str, Callable[[], Awaitable[None]]] = {"first": visit.first, "again": visit.again}
        try:
            await ways[name]()
        except BaseException:
            await hand.photograph_once("failed")
            raise
        told.update(visit.told)
        await hand.press("ctrl+q")
    except BaseException:
        traceback.print_exc()
        for each in QApplication.topLevelWidgets():
            each.close()


def main(name: str, folder: Path) -> int:
    """Starts the app, and the visitor with it."""
    dressed_application()
    told: dict[str, object] = {}
    tasks: list[asyncio.Task[None]] = []
    begin = QTimer(singleShot=True, interval=0)
    begin.timeout.connect(lambda: tasks.append(asyncio.get_running_loop().create_task(_visit(name, folder, told))))
    begin.start()
    code = run(Arguments())
    (folder / f"told-{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return code if told else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
