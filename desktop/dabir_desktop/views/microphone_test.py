"""Does the microphone work? Live bars and one sentence; the sound is thrown away.

The microphone is opened only when somebody asks for it. Core's session writes to the disk, so it is given a folder that
goes with the test.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.record import Session
from dabir_core.sentences import notice_sentence
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing
from dabir_desktop.recorder import MakesSession, Recorder
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.level_bars import LevelBars

_TITLE = Phrase(en="Microphone", fa="میکروفن")
_ASK = Phrase(en="Try it: say a few words.", fa="امتحانش کنید: چند کلمه بگویید.")
_LISTENING = Phrase(en="Listening… say something.", fa="گوش می‌دهم… چیزی بگویید.")
_HEARD = Phrase(en="I hear you.", fa="صدایتان را می‌شنوم.")
_QUIET = Phrase(
    en="Very quiet. Come nearer, or raise the microphone's volume.",
    fa="خیلی آهسته است. نزدیک‌تر بیایید یا صدای میکروفن را بیشتر کنید.",
)
_WIRELESS = Phrase(
    en="I hear you. A Bluetooth microphone sounds dull; a wired one gives better text.",
    fa="صدایتان را می‌شنوم. میکروفن بلوتوث صدا را کدر می‌کند؛ با میکروفن سیمی متن بهتر می‌شود.",
)
_START = Phrase(en="Test", fa="امتحان")
_STOP = Phrase(en="Stop", fa="توقف")

HEARD_DB: Final = -35.0
"""A voice at arm's length peaks well above this; a quiet room stays below."""
_HEARD_LOOKS: Final = 4
_LONGEST_MS: Final = 20_000
_PATIENCE_MS: Final = 5_000
_WIRELESS_NAMES: Final = ("bluetooth", "bluez", "airpods", "hands-free", "handsfree")

Words = Callable[[], str]


class MicrophoneTest(QFrame):
    """A card with a button, bars and a sentence; stops by itself."""

    def __init__(self, interface: Interface, *, session: MakesSession = Session) -> None:
        super().__init__()
        self._interface = interface
        self._folder = tempfile.TemporaryDirectory(prefix="dabir-microphone-", ignore_cleanup_errors=True)
        self._recorder = Recorder(Path(self._folder.name), self, session=session)
        self._looks = 0
        self._is_wireless = False
        self._words: Words = lambda: interface.text(_ASK)
        self.bars = LevelBars(interface)
        self.title, self.line = QLabel(), QLabel()
        self.button = push_button(Drawing.MICROPHONE)
        self._timer, self._patience = QTimer(self), QTimer(self)
        self.setProperty("kind", "card")
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def close_microphone(self) -> None:
        """Ends the test and forgets the sound, as when the page goes away."""
        self._recorder.end()
        self._rest()
        self._folder.cleanup()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        is_on = self._recorder.is_recording
        self.title.setText(self._interface.label(_TITLE))
        self.line.setText(self._interface.directed(self._words()))
        self.button.setText(caption(self._interface.text(_STOP if is_on else _START)))
        name_control(self.button, f"{self._interface.text(_TITLE)}: {self._interface.text(_STOP if is_on else _START)}")

    def _connect(self) -> None:
        recorder = self._recorder
        recorder.began.connect(self._notice_device)
        recorder.level.connect(self._hear)
        recorder.silent.connect(lambda: self._say(lambda: self._notice(Notice.MICROPHONE_SILENT)))
        recorder.lost.connect(self._tell_error)
        recorder.failed.connect(self._fail)
        recorder.finished.connect(lambda _recording: self._rest())
        self.button.clicked.connect(self._toggle)
        for timer, length, act in (
            (self._timer, _LONGEST_MS, recorder.stop),
            (self._patience, _PATIENCE_MS, self._doubt),
        ):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(act)

    def _toggle(self) -> None:
        if self._recorder.is_recording:
            self._recorder.stop()
            return
        self._looks, self._is_wireless = 0, False
        self.bars.clear()
        self._say(lambda: self._interface.text(_LISTENING))
        self._timer.start()
        self._patience.start()
        self._recorder.start()
        self.retranslate()

    def _notice_device(self, name: str) -> None:
        self._is_wireless = any(each in name.lower() for each in _WIRELESS_NAMES)

    def _hear(self, peak_db: float, _is_clipped: bool) -> None:
        self.bars.show_level(peak_db)
        self._looks += peak_db >= HEARD_DB
        if self._looks == _HEARD_LOOKS and peak_db >= HEARD_DB:
            self._patience.stop()
            phrase = _WIRELESS if self._is_wireless else _HEARD
            self._say(lambda: self._interface.text(phrase))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words()))

    def _doubt(self) -> None:
        if self._recorder.is_recording and self._looks < _HEARD_LOOKS:
            self._say(lambda: self._interface.text(_QUIET))

    def _fail(self, error: DabirError) -> None:
        self._tell_error(error)
        self._rest()

    def _tell_error(self, error: DabirError) -> None:
        self._patience.stop()
        self._say(lambda: self._interface.error(error))

    def _notice(self, notice: Notice) -> str:
        return notice_sentence(notice, self._interface.language)

    def _rest(self) -> None:
        self._timer.stop()
        self._patience.stop()
        self.bars.clear()
        for path in Path(self._folder.name).glob("*"):
            path.unlink(missing_ok=True)
        self.retranslate()

    def _say(self, words: Words) -> None:
        self._words = words
        self.line.setText(self._interface.directed(words()))

    def _lay_out(self) -> None:
        self.title.setProperty("kind", "heading")
        self.line.setWordWrap(True)
        above = QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(above)
        column.addStretch()
        column.addWidget(self.bars)
        column.addStretch()
        column.addWidget(self.line)
