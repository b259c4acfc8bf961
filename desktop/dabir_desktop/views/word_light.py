"""The word that is playing, lit as the player goes on; the page follows it until the reader scrolls elsewhere."""

from PySide6.QtCore import QPoint

from dabir_core.units import Seconds
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.transcript_page import TranscriptPage
from dabir_desktop.word_places import WordPlace, moment_of, place_at


class WordLight:
    """The light of one page."""

    def __init__(self, page: TranscriptPage, draft: Draft) -> None:
        self._page = page
        self._draft = draft
        self._last: WordPlace | None = None
        self._seconds: Seconds | None = None

    def move(self, seconds: Seconds) -> None:
        """Lights what is said at this second; in silence the last word goes dark."""
        self._seconds = seconds
        before = self._page.marks.lit
        place = place_at(self._draft.transcript.segments, seconds)
        if place is None or place == before:
            self._page.marks.light(place)
            return
        is_followed = self._last is None or self._is_seen(self._last)
        self._page.marks.light(place)
        self._last = place
        if is_followed and not self._is_seen(place):
            self._bring(place)

    def rest_on(self, place: WordPlace) -> None:
        """Lights this word, until the player goes on."""
        self._seconds = moment_of(self._draft.transcript.segments[place.segment], place.first)
        self._last = place
        self._page.marks.light(place)

    def put_out(self) -> None:
        """Lights nothing."""
        self._seconds = None
        self._page.marks.light(None)

    def renew(self) -> None:
        """The text is another: the word of that second may be longer or elsewhere. The page is not moved."""
        if self._seconds is not None:
            self._page.marks.light(place_at(self._draft.transcript.segments, self._seconds))

    def _top(self, place: WordPlace) -> int:
        return self._page.cursorRect(self._page.marks.cursor(place.segment, place.first, last=place.first)).center().y()

    def _is_seen(self, place: WordPlace) -> bool:
        if place.segment >= self._page.document().blockCount():
            return True
        return self._page.viewport().rect().contains(QPoint(1, self._top(place)))

    def _bring(self, place: WordPlace) -> None:
        bar = self._page.verticalScrollBar()
        bar.setValue(bar.value() + self._top(place) - self._page.viewport().height() // 4)
