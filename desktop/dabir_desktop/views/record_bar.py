"""The bar of a recording under way: what it does, how long it is, how loud, from which microphone; pause and stop.

Microphones are asked anew while the bar is seen; another one may be chosen at any time. What happens to a microphone
is said in one quiet line, never in a dialog: the recording goes on by itself.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dabir_core.audio.level import SILENCE_DB
from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.record import SessionState
from dabir_core.sentences import notice_sentence
from dabir_core.units import Seconds
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.microphones import Microphones
from dabir_desktop.recorder import Recorder
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.level_meter import LevelMeter
from dabir_desktop.views.microphone_choice import MicrophoneChoice
from dabir_desktop.views.record_light import RecordLight

_NAME = Phrase(en="Recording", fa="ضبط صدا")
_RECORDING = Phrase(en="Recording", fa="در حال ضبط")
_PAUSED = Phrase(en="Paused", fa="مکث")
_WAITING = Phrase(en="Waiting for the microphone…", fa="منتظر میکروفن…")
_STOPPED = Phrase(en="Finishing…", fa="در حال جمع‌وجور کردن…")
_PAUSE = Phrase(en="Pause", fa="مکث")
_RESUME = Phrase(en="Go on", fa="ادامه")
_STOP = Phrase(en="Finish", fa="پایان ضبط")
_TOO_LOUD = Phrase(en="Too loud", fa="خیلی بلند")
_BACK = Phrase(
    en="Sound comes again from {device}; {seconds} s are missing.",
    fa="دوباره صدا می‌آید، از {device}؛ {seconds} ثانیه جا افتاد.",
)
_BACK_WHOLE = Phrase(en="Sound comes again from {device}.", fa="دوباره صدا می‌آید، از {device}.")
_LENGTH = Phrase(en="Recorded so far: {clock}", fa="ضبط‌شده تا این‌جا: {clock}")

_STATES: Final = {
    SessionState.RECORDING: _RECORDING,
    SessionState.PAUSED: _PAUSED,
    SessionState.WAITING: _WAITING,
    SessionState.STOPPED: _STOPPED,
}
_KEY_PAUSE: Final = QKeySequence("Ctrl+P")
_KEY_STOP: Final = QKeySequence("Ctrl+Return")

Words = Callable[[], str]
"""A sentence in the language of now."""


class RecordBar(QFrame):
    """Shows a recorder, and is its hands.

    device_chosen  str: the key of the microphone that somebody chose
    """

    device_chosen = Signal(str)

    def __init__(
        self, interface: Interface, recorder: Recorder, *, microphones: Microphones, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._interface, self._recorder, self._microphones = interface, recorder, microphones
        self._state = SessionState.STOPPED
        self._seconds: Seconds = 0.0
        self._words: Words = str
        self._is_silent = False
        self.light, self.state, self.clock = RecordLight(), QLabel(), QLabel()
        self.meter = LevelMeter(interface)
        self.too_loud, self.note = QLabel(), QLabel()
        self.device = MicrophoneChoice(interface, microphones)
        self.pause_button = push_button(Drawing.PAUSE)
        self.stop_button = push_button(Drawing.STOP, kind="primary")
        self.setProperty("kind", "card")
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def chosen(self) -> str | None:
        """The key of the microphone to be recorded; None for the default one."""
        return self.device.wanted

    def choose(self, key: str | None) -> None:
        """The microphone that was used last, also where it is not there now."""
        self.device.want(key)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: the list of microphones is kept up to date."""
        self._microphones.watch(is_watched=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody does."""
        self._microphones.watch(is_watched=False)
        super().hideEvent(event)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        interface = self._interface
        self.setAccessibleName(interface.text(_NAME))
        self.stop_button.setText(caption(interface.text(_STOP)))
        name_control(self.stop_button, interface.text(_STOP), key=_KEY_STOP)
        self.too_loud.setText(interface.label(_TOO_LOUD))
        self._show_state()
        self._show_length()
        self.note.setText(interface.directed(self._words()))

    def _lay_out(self) -> None:
        self.clock.setProperty("kind", "title")
        self.note.setProperty("kind", "muted")
        self.note.setWordWrap(True)
        self.too_loud.setProperty("kind", "danger")
        policy = self.too_loud.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.too_loud.setSizePolicy(policy)
        self.too_loud.hide()
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(12)
        for widget in (self.light, self.clock, self.state):
            above.addWidget(widget)
        above.addWidget(self.meter, 1)
        above.addWidget(self.too_loud)
        below.addWidget(self.device, 1)
        below.addStretch(1)
        below.addWidget(self.pause_button)
        below.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(self.note)
        self.note.setVisible(False)

    def _connect(self) -> None:
        recorder = self._recorder
        recorder.began.connect(lambda _device: self._tell(str))
        recorder.moved.connect(self._move)
        recorder.level.connect(self._show_level)
        recorder.lost.connect(self._tell_error)
        recorder.failed.connect(self._tell_error)
        recorder.back.connect(self._tell_back)
        recorder.silent.connect(self._tell_silence)
        self.device.chosen.connect(self._choose)
        self.pause_button.clicked.connect(self._toggle_pause)
        self.stop_button.clicked.connect(recorder.stop)
        QShortcut(_KEY_PAUSE, self).activated.connect(self._toggle_pause)
        QShortcut(_KEY_STOP, self).activated.connect(recorder.stop)

    def _toggle_pause(self) -> None:
        if self._state is SessionState.PAUSED:
            self._recorder.resume()
        else:
            self._recorder.pause()

    def _move(self, state: SessionState, seconds: Seconds) -> None:
        is_new, self._state = state is not self._state, state
        if is_new:
            self._show_state()
        if int(seconds) != int(self._seconds) or is_new:
            self._seconds = seconds
            self._show_length()

    def _show_state(self) -> None:
        text = self._interface.text
        is_paused = self._state is SessionState.PAUSED
        self.light.show_state(self._state)
        self.state.setText(self._interface.label(_STATES[self._state]))
        self.pause_button.setText(caption(text(_RESUME if is_paused else _PAUSE)))
        self.pause_button.setIcon(icon(Drawing.RECORD if is_paused else Drawing.PAUSE))
        name_control(self.pause_button, text(_RESUME if is_paused else _PAUSE), key=_KEY_PAUSE)

    def _show_length(self) -> None:
        clock = self._interface.clock(self._seconds)
        self.clock.setText(self._interface.directed(clock))
        self.clock.setAccessibleName(self._interface.text(_LENGTH, clock=clock))

    def _show_level(self, peak_db: float, is_clipped: bool) -> None:
        self.meter.show_level(peak_db, is_clipped=is_clipped)
        if self._is_silent and peak_db > SILENCE_DB:
            self._tell(str)
        self.too_loud.setVisible(self.meter.is_clipped)

    def _choose(self, key: str) -> None:
        self._recorder.choose(key)
        self.device_chosen.emit(key)

    def _tell_error(self, error: DabirError) -> None:
        self._tell(lambda: self._interface.error(error))

    def _tell_back(self, device: str, missing: Seconds) -> None:
        seconds = f"{missing:.0f}" if missing >= 1 else f"{missing:.1f}"
        phrase = _BACK if missing else _BACK_WHOLE
        self._tell(
            lambda: self._interface.text(phrase, device=isolated(device), seconds=self._interface.digits(seconds))
        )

    def _tell_silence(self) -> None:
        self._tell(lambda: notice_sentence(Notice.MICROPHONE_SILENT, self._interface.language))
        self._is_silent = True

    def _tell(self, words: Words) -> None:
        self._words, self._is_silent = words, False
        self.note.setText(self._interface.directed(words()))
        self.note.setVisible(bool(words()))
        if words() and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words()))
