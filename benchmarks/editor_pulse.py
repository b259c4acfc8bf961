"""The editor's pulse: for how long the window stands still while a long transcript is opened, edited, played, exported.

`python -m benchmarks.editor_pulse [--segments 3000] [--export 9200]` shows the editor without a screen, does what
people do, and says how long the event loop stands still meanwhile (`pulse`). 9,200 segments of Persian are ten hours.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.pulse import Pulse
from dabir_core.formats import Kind
from dabir_core.transcript import Segment, Transcript, Word
from dabir_desktop.fonts import load_fonts
from dabir_desktop.garbage import GarbageCollection
from dabir_desktop.i18n import Interface
from dabir_desktop.theme import Theme
from dabir_desktop.views.transcript_editor import TranscriptEditor

_WORD_SECONDS: Final = 0.35
_LINES: Final = (
    "سلام، امروز هوا خوب است و ما با بچه‌ها به پارک می‌رویم.",
    "قیمت iPhone 15 چند است؟ «نمی‌دانم» شاید ۴۲ میلیون تومان.",
    "The meeting was moved to 12:30, OK?",
    "جلسهٔ بعدی ساعت ۱۲:۳۰ در سالن شمارهٔ 3 برگزار می‌شود؛ لطفاً سر وقت بیایید.",
    "دربارهٔ بودجهٔ سال ۱۴۰۵ هنوز تصمیمی نگرفته‌ایم، ولی تا آخر هفته خبر می‌دهیم.",
    "42؟",
)


def transcript(segments: int) -> Transcript:
    """So many segments, four seconds each on average; every twentieth word is doubtful."""
    said, start = [], 0.0
    for number in range(segments):
        text = _LINES[number % len(_LINES)]
        words = tuple(
            Word(word, start + place * _WORD_SECONDS, start + (place + 1) * _WORD_SECONDS, 0.3 if place == 5 else 0.9)
            for place, word in enumerate(text.split())
        )
        said.append(Segment(start, words[-1].end, text, "fa", words))
        start = words[-1].end + 0.6
    return Transcript(tuple(said), start, "fa", 1.0, "demo")


def main() -> None:
    """Reads the numbers, measures, prints."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description="How long the editor's window stands still.")
    parser.add_argument("--segments", type=int, default=3000)
    parser.add_argument("--export", type=int, default=9200)
    numbers = parser.parse_args()
    sys.setswitchinterval(0.001)  # as the app does
    application = QApplication([])
    application.setFont(load_fonts())
    Theme(application)
    collection = GarbageCollection()
    editor = TranscriptEditor(Interface("fa"))
    editor.resize(1100, 680)
    editor.show()
    pulse = Pulse()
    collection.settle()
    talk, day = transcript(numbers.segments), transcript(numbers.export)
    pulse.measure(f"open {numbers.segments} segments", lambda: editor.open(talk), rest_ms=2000)
    _measure_editing(editor, pulse)
    _measure_acts(editor, pulse)
    pulse.measure(f"open {numbers.export} beside the doubts", lambda: editor.open(day), rest_ms=2000)
    editor.doubts.hide()
    pulse.measure(f"open {numbers.export} segments", lambda: editor.open(day), rest_ms=2000)
    with tempfile.TemporaryDirectory() as folder:
        for kind in Kind:
            pulse.measure(f"export {kind.value} while typing", partial(_export, editor, Path(folder), kind))


def _measure_editing(editor: TranscriptEditor, pulse: Pulse) -> None:
    pulse.measure("type 60 keys", lambda: _type(editor))
    pulse.measure("light 200 words", lambda: _each(range(200), lambda at: editor.light(at * _WORD_SECONDS)))
    bar = editor.page.verticalScrollBar()
    pulse.measure("scroll to the end", lambda: _each(range(60), lambda at: bar.setValue(bar.maximum() * at // 59)))


def _measure_acts(editor: TranscriptEditor, pulse: Pulse) -> None:
    actions = editor.actions_of_editing
    for name, act in (("reflow", actions.reflow), ("mend", actions.mend)):
        pulse.measure(name, act.trigger, rest_ms=6000)
        pulse.measure(f"undo: {name}", actions.undo.trigger)
    actions.replace.trigger()
    editor.find_bar.sought.setText("می")
    pulse.measure("find", lambda: editor.find_bar.sought.textEdited.emit("می"))
    pulse.measure("replace all", editor.find_bar.replace_all, rest_ms=3000)
    pulse.measure("undo: replace all", actions.undo.trigger)
    pulse.measure("list the doubts", actions.next_doubt.trigger)
    pulse.measure("type 60 keys beside the list", lambda: _type(editor))
    editor.page.selectAll()
    pulse.measure("delete all", editor.page.textCursor().removeSelectedText)
    pulse.measure("undo: delete all", actions.undo.trigger)


def _type(editor: TranscriptEditor) -> None:
    _each(range(60), lambda at: QTest.keyClick(editor.page, Qt.Key.Key_A if at % 6 else Qt.Key.Key_Space))


def _each(places: range, act: Callable[[int], object]) -> None:
    """At the pace of a quick hand or a player."""
    for place in places:
        act(place)
        QTest.qWait(10)


def _export(editor: TranscriptEditor, folder: Path, kind: Kind) -> None:
    loop, typist = QEventLoop(), QTimer()
    editor.exporter.written.connect(loop.quit)
    typist.timeout.connect(lambda: QTest.keyClick(editor.page, Qt.Key.Key_A))
    typist.start(120)
    editor.exporter.export(editor.transcript(), folder / f"a.{kind.value}", kind=kind)
    loop.exec()
    typist.stop()
    editor.exporter.written.disconnect(loop.quit)


if __name__ == "__main__":
    main()
