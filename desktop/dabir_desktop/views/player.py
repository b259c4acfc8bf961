"""The player at the bottom of the window: waveform, time, play and pause, five seconds back and on, speed.

Keys work wherever the focus is, but for Space, which types where text is edited and presses a button that has the
focus. What moves in time is laid out from left to right in every language.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dabir_core.units import Seconds
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.playback import Playback
from dabir_desktop.views.buttons import name_control, tool_button
from dabir_desktop.views.waveform import ALL_OUT, Span, WaveformView
from dabir_desktop.waveform import WaveformReader

_NAME = Phrase(en="Player", fa="پخش صدا")
_PLAY = Phrase(en="Play", fa="پخش")
_PAUSE = Phrase(en="Pause", fa="مکث")
_BACK = Phrase(en="5 seconds back", fa="۵ ثانیه عقب‌تر")
_ON = Phrase(en="5 seconds on", fa="۵ ثانیه جلوتر")
_SPEED = Phrase(en="Speed", fa="سرعت پخش")
_TIME = Phrase(en="{position} of {duration}", fa="{position} از {duration}")
_LOST = Phrase(en="The loudspeaker is gone; playing is paused.", fa="بلندگو قطع شد؛ پخش را نگه داشتم.")
_SILENT = Phrase(
    en="There is no loudspeaker; the words go by without sound.", fa="بلندگویی نیست؛ کلمه‌ها بی‌صدا پیش می‌روند."
)

SPEEDS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
STEP_SECONDS: Final[Seconds] = 5.0
_KEY_PLAY: Final = QKeySequence(Qt.Key.Key_Space)
_KEY_BACK: Final = QKeySequence("Alt+Left")
_KEY_ON: Final = QKeySequence("Alt+Right")
_KEY_SLOWER: Final = QKeySequence("Alt+Down")
_KEY_FASTER: Final = QKeySequence("Alt+Up")
_ZOOMS: Final = (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", ALL_OUT))
"""Keys, and how many steps larger the waveform is then."""
_PLAY_ICON: Final = QSize(22, 22)


class Player(QFrame):
    """Plays one recording and shows where it is.

    position_changed  float: the place that is heard, some thirty times a second while it plays
    """

    position_changed = Signal(float)

    def __init__(self, interface: Interface, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self.playback = playback
        self._duration: Seconds = 0.0
        self._speed = 1.0
        self._note: Phrase | None = None
        self._reader = WaveformReader(self)
        self.waveform = WaveformView(interface)
        self.play_button = tool_button(Drawing.PLAY)
        self.play_button.setIcon(icon(Drawing.PLAY, QPalette.ColorRole.HighlightedText))
        self.back_button, self.on_button = QToolButton(), QToolButton()
        self.speed_button = QToolButton()
        self.time = QLabel()
        self.note = QLabel()
        self._speed_actions = self._make_speeds()
        self.setProperty("kind", "card")
        self.note.setWordWrap(True)
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def open(self, path: Path, duration: Seconds) -> None:
        """Takes another recording, paused at its start; a length of 0 is found out."""
        self._duration = duration
        self._tell(None)
        self.waveform.show_recording(duration)
        self.playback.open(path)
        self._reader.open(path)
        self.setEnabled(True)
        self._show_time()

    def leave(self) -> None:
        """Lets the recording go, as before its file is moved or deleted."""
        self.playback.open(None)
        self._reader.open(None)
        self.waveform.show_recording(0.0)
        self._duration = 0.0
        self.setEnabled(False)
        self._show_time()

    def end(self) -> None:
        """Ends everything, at the end of the app."""
        self._reader.close()
        self.playback.close()

    def play_from(self, seconds: Seconds, *, until: Seconds | None = None) -> None:
        """Plays from that place on, or only up to another."""
        self.playback.play(seconds, until=until)

    def toggle(self) -> None:
        """Plays or pauses."""
        if self.playback.is_playing:
            self.playback.pause()
        else:
            self.playback.play()

    def skip(self, seconds: Seconds) -> None:
        """Goes so far on, or back."""
        self.playback.seek(max(0.0, min(self.playback.position + seconds, self._duration)))

    def set_speed(self, speed: float) -> None:
        """Plays slower or faster; the pitch stays."""
        self._speed = speed
        self.playback.set_tempo(speed)
        self.retranslate()

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Where the segments lie."""
        self.waveform.show_spans(spans)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        interface = self._interface
        self.setAccessibleName(interface.text(_NAME))
        is_playing = self.playback.is_playing
        name_control(self.play_button, interface.text(_PAUSE if is_playing else _PLAY), key=_KEY_PLAY)
        name_control(self.back_button, interface.text(_BACK), key=_KEY_BACK)
        name_control(self.on_button, interface.text(_ON), key=_KEY_ON)
        self.back_button.setText(left_to_right(interface.digits("−5")))
        self.on_button.setText(left_to_right(interface.digits("+5")))
        for speed, action in self._speed_actions.items():
            action.setText(self._written(speed))
            action.setChecked(speed == self._speed)
        name_control(self.speed_button, f"{interface.text(_SPEED)} {self._written(self._speed)}", key=_KEY_FASTER)
        self.speed_button.setText(self._written(self._speed))
        self._show_time()
        self._tell(self._note)

    def _written(self, speed: float) -> str:
        number = self._interface.digits(f"{speed:g}")
        return left_to_right(f"{number.replace('.', '٫') if self._interface.is_right_to_left else number}×")

    def _make_speeds(self) -> dict[float, QAction]:
        menu, group = QMenu(self), QActionGroup(self)
        actions = {}
        for speed in SPEEDS:
            action = actions[speed] = menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked, speed=speed: self.set_speed(speed))
        self.speed_button.setMenu(menu)
        self.speed_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return actions

    def _lay_out(self) -> None:
        for button in (self.back_button, self.on_button, self.speed_button):
            button.setProperty("kind", "quiet")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.play_button.setProperty("kind", "primary")
        self.play_button.setIconSize(_PLAY_ICON)
        for muted in (self.time, self.note):
            muted.setProperty("kind", "muted")
        transport = QWidget()
        transport.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        moving = QHBoxLayout(transport)
        moving.setContentsMargins(0, 0, 0, 0)
        moving.setSpacing(8)
        for button in (self.back_button, self.play_button, self.on_button):
            moving.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.time, 1)
        below.addWidget(transport)
        trailing = QHBoxLayout()
        trailing.addStretch(1)
        trailing.addWidget(self.speed_button)
        below.addLayout(trailing, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.waveform)
        column.addLayout(below)
        column.addWidget(self.note)
        self.setEnabled(False)

    def _connect(self) -> None:
        playback = self.playback
        playback.position_changed.connect(self._follow)
        playback.playing_changed.connect(self._show_playing)
        playback.lost.connect(lambda: self._tell(_LOST))
        playback.silent.connect(lambda: self._tell(_SILENT))
        self._reader.grew.connect(self.waveform.show_peaks)
        self._reader.grew.connect(lambda peaks: self._lengthen(peaks.duration, is_whole=peaks.is_whole))
        self.waveform.sought.connect(playback.seek)
        self.play_button.clicked.connect(self.toggle)
        self.back_button.clicked.connect(lambda: self.skip(-STEP_SECONDS))
        self.on_button.clicked.connect(lambda: self.skip(STEP_SECONDS))
        self._on_key(_KEY_PLAY, self._press_space)
        self._on_key(QKeySequence(Qt.Key.Key_MediaTogglePlayPause), self.toggle)
        self._on_key(_KEY_BACK, lambda: self.skip(-STEP_SECONDS))
        for key, steps in _ZOOMS:
            self._on_key(QKeySequence(key), partial(self.waveform.seen.zoom, steps))
        self._on_key(_KEY_ON, lambda: self.skip(STEP_SECONDS))
        self._on_key(_KEY_SLOWER, lambda: self._step_speed(-1))
        self._on_key(_KEY_FASTER, lambda: self._step_speed(1))

    def _on_key(self, key: QKeySequence, act: Callable[[], None]) -> None:
        shortcut = QShortcut(key, self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)

    def _press_space(self) -> None:
        """A button that has the focus is pressed by Space before all else."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            self.toggle()

    def _step_speed(self, step: int) -> None:
        number = SPEEDS.index(self._speed) + step
        self.set_speed(SPEEDS[max(0, min(number, len(SPEEDS) - 1))])

    def _follow(self, position: Seconds) -> None:
        self.waveform.show_position(position)
        self._show_time()
        self.position_changed.emit(position)

    def _show_playing(self, is_playing: bool) -> None:
        role = QPalette.ColorRole.HighlightedText
        self.play_button.setIcon(icon(Drawing.PAUSE if is_playing else Drawing.PLAY, role))
        if is_playing:
            self._tell(None)
        self.retranslate()

    def _lengthen(self, read: Seconds, *, is_whole: bool) -> None:
        if is_whole or read > self._duration:
            self._duration = read
            self._show_time()

    def _show_time(self) -> None:
        clock = self._interface.clock
        position, duration = clock(self.playback.position), clock(self._duration)
        self.time.setText(self._interface.directed(left_to_right(f"{position} / {duration}")))
        self.time.setAccessibleName(self._interface.text(_TIME, position=position, duration=duration))

    def _tell(self, note: Phrase | None) -> None:
        self._note = note
        self.note.setText("" if note is None else self._interface.label(note))
        self.note.setVisible(note is not None)
