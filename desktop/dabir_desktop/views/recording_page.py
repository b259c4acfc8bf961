"""The page of a recording under way: live text above, its bar at the bottom, and one quiet line between them."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.record import LiveUpdate
from dabir_core.sentences import notice_sentence
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.microphones import Microphones
from dabir_desktop.recorder import ListensAlong, Recorder
from dabir_desktop.views.live_text import LiveTextView
from dabir_desktop.views.record_bar import RecordBar, Words

_WITH_MODEL = Phrase(en="Live text with {model}", fa="متن زنده با {model}")


class RecordingPage(QWidget):
    """Shows one recording and its live text."""

    def __init__(
        self, interface: Interface, recorder: Recorder, *, microphones: Microphones, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._interface, self._recorder = interface, recorder
        self._is_by_utterance = False
        self._words: Words = str
        self.text = LiveTextView(interface)
        self.line = QLabel()
        self.bar = RecordBar(interface, recorder, microphones=microphones)
        self.line.setProperty("kind", "muted")
        self.line.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.text, 1)
        column.addWidget(self.line)
        column.addWidget(self.bar)
        recorder.live.connect(self._show_update)
        recorder.live_failed.connect(self._tell_failure)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def begin(self, along: ListensAlong | None = None, *, model: str = "") -> None:
        """Records from the microphone that is chosen; `model` names what writes the live text, if anything does."""
        if self._recorder.is_recording:
            return
        self._is_by_utterance = False
        self.text.begin(is_awaited=along is not None)
        self._tell((lambda: self._interface.text(_WITH_MODEL, model=left_to_right(model))) if along else str)
        self._recorder.start(self.bar.chosen, along=along)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self._tell(self._words)

    def _show_update(self, update: LiveUpdate) -> None:
        self.text.show_update(update)
        if update.is_by_utterance != self._is_by_utterance:
            self._is_by_utterance = update.is_by_utterance
            notice = Notice.LIVE_TOO_SLOW if update.is_by_utterance else Notice.LIVE_FOLLOWS
            self._tell(lambda: notice_sentence(notice, self._interface.language))

    def _tell_failure(self, error: DabirError) -> None:
        self._tell(lambda: self._interface.error(error))

    def _tell(self, words: Words) -> None:
        self._words = words
        self.line.setText(self._interface.directed(words()))
        self.line.setVisible(bool(words()))
