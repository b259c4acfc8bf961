"""The part of a recording that its waveform shows: zoomed about what is pointed at, turned like pages by what plays.

What is heard stays in view, unless it was scrolled out of it by hand: then until it is sought, or plays into it again.
"""

from typing import Final

from PySide6.QtCore import QObject, Signal

from dabir_core.units import Seconds
from dabir_desktop.excerpt import Excerpt, whole

_STEP: Final = 2**0.5
_JUMP: Final[Seconds] = 1.0
"""Nobody plays so far between two looks, at any speed: somebody sought that place."""


class SeenPart(QObject):
    """Follows one recording.

    changed  it shows another part
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._excerpt = whole(0.0)
        self._heard: Seconds = 0.0

    @property
    def excerpt(self) -> Excerpt:
        """What is shown."""
        return self._excerpt

    def show_all(self, duration: Seconds) -> None:
        """All of a recording, heard at its start."""
        self._heard = 0.0
        self._show(whole(duration))

    def lengthen(self, duration: Seconds) -> None:
        """The recording turned out to be of that length."""
        self._show(self._excerpt.lengthened(duration))

    def follow(self, heard: Seconds) -> None:
        """That place is heard now."""
        was_seen = self._excerpt.shows(self._heard)
        is_sought = not 0.0 <= heard - self._heard < _JUMP
        self._heard = heard
        if was_seen or is_sought:
            self._show(self._excerpt.turned_to(heard))

    def zoom(self, steps: int, *, about: Seconds | None = None) -> None:
        """Two steps are twice as large, below 0 smaller; about a place, or about what is heard, which stays in view."""
        before = self._excerpt.turned_to(self._heard) if about is None else self._excerpt
        zoomed = before.zoomed(_STEP**steps, about=self._heard if about is None else about)
        self._show(zoomed.holding(self._heard) if before.shows(self._heard) else zoomed)

    def scroll(self, share: float) -> None:
        """Moves on by so much of what is shown, below 0 back."""
        self._show(self._excerpt.moved(share * self._excerpt.length))

    def _show(self, excerpt: Excerpt) -> None:
        if excerpt != self._excerpt:
            self._excerpt = excerpt
            self.changed.emit()
