"""The search for a text in a transcript, a slice at a time: ten hours take longer than a key may."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from dabir_core.transcript import Transcript
from dabir_desktop.editing import Editor, Match

_SLICE_SEGMENTS: Final = 500
"""Some milliseconds; most transcripts are one slice, and looked through at once."""

Takes = Callable[[tuple[Match, ...]], object]


class MatchSearch(QObject):
    """Looks for one text after the other; who asks anew gives up what was asked before."""

    def __init__(self, editor: Editor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._transcript: Transcript | None = None
        self._sought = ""
        self._found: list[Match] = []
        self._at = 0
        self._then: Takes = lambda _matches: None
        self._ticks = QTimer(self, interval=0)
        self._ticks.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for what is found."""
        return self._ticks.isActive()

    def look(self, transcript: Transcript, sought: str, then: Takes) -> None:
        """Calls `then` with all matches: before this returns where the first slice is all, later else."""
        self._transcript, self._sought, self._then = transcript, sought, then
        self._found, self._at = [], 0
        self._ticks.start()
        self._go_on()

    def _go_on(self) -> None:
        assert self._transcript is not None, "the timer runs while something is sought"
        part = range(self._at, min(self._at + _SLICE_SEGMENTS, len(self._transcript.segments)))
        self._found += self._editor.matches(self._transcript, self._sought, among=part)
        self._at = part.stop
        if self._at == len(self._transcript.segments):
            self._ticks.stop()
            self._then(tuple(self._found))
