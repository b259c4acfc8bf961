"""Playing, as the window has it: one file at a time, and its place told while it goes on."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from dabir_core.units import Seconds
from dabir_desktop.playing import Deck, DeckEnded, DeckEvent, DeckFailed, DeckLost, DeckStarted
from dabir_desktop.playing.output import OpensOutput, open_output

_TICK_MS = 30


class Playback(QObject):
    """Plays files. All signals come in the window's thread.

    position_changed  float: the place that is heard, some thirty times a second while playing, and after each jump
    playing_changed   bool: whether it plays now
    lost              the output device is gone; it paused
    silent            nobody hears it, since there is no output device; the time goes by all the same
    failed            DabirError: the file cannot be played
    """

    position_changed = Signal(float)
    playing_changed = Signal(bool)
    lost = Signal()
    silent = Signal()
    failed = Signal(object)
    _told = Signal(object, object)

    def __init__(self, parent: QObject | None = None, *, output: OpensOutput = open_output) -> None:
        super().__init__(parent)
        self._deck = Deck(self._tell, output=output)
        self._path: Path | None = None
        self._is_playing = False
        self._is_over = False
        self._until: Seconds | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def open(self, path: Path | None) -> None:
        """Takes another file, or none, paused at its start."""
        self._path, self._is_over, self._until = path, False, None
        self._deck.open(path)
        self._set_playing(is_playing=False)
        self.position_changed.emit(0.0)

    def close(self) -> None:
        """Ends it for good, and waits for the device to be let go."""
        self.open(None)
        self._deck.close()

    @property
    def is_playing(self) -> bool:
        """Whether it plays, or is about to."""
        return self._is_playing

    @property
    def position(self) -> Seconds:
        """The place that is heard now."""
        return self._deck.position

    def play(self, start: Seconds | None = None, *, until: Seconds | None = None) -> None:
        """Plays from that place on, or from where it is, at the end from the start; up to a place if one is given."""
        if self._path is None:
            return
        if start is not None or self._is_over:
            self.seek(start or 0.0)
        self._until = until
        self._deck.play()
        self._set_playing(is_playing=True)

    def pause(self) -> None:
        """Falls silent."""
        self._deck.pause()
        self._set_playing(is_playing=False)

    def seek(self, at: Seconds) -> None:
        """Goes to a place, playing or not."""
        self._until, self._is_over = None, False
        self._deck.seek(at)
        self.position_changed.emit(max(0.0, at))

    def set_tempo(self, tempo: float) -> None:
        """From 0.5 to 2; the pitch stays. Holds for the next files too."""
        self._deck.set_tempo(tempo)

    def _tick(self) -> None:
        position = self.position
        self.position_changed.emit(position)
        if self._until is not None and position >= self._until:
            self.pause()

    def _tell(self, path: Path, event: DeckEvent) -> None:
        self._told.emit(path, event)

    def _hear(self, path: Path, event: DeckEvent) -> None:
        if path != self._path:
            return
        match event:
            case DeckStarted(has_sound):
                if not has_sound:
                    self.silent.emit()
            case DeckEnded():
                self._is_over = True
                self._set_playing(is_playing=False)
            case DeckLost():
                self._set_playing(is_playing=False)
                self.lost.emit()
            case DeckFailed(error):
                self._set_playing(is_playing=False)
                self.failed.emit(error)

    def _set_playing(self, *, is_playing: bool) -> None:
        if is_playing == self._is_playing:
            return
        self._is_playing = is_playing
        if is_playing:
            self._timer.start()
        else:
            self._timer.stop()
            self.position_changed.emit(self.position)
        self.playing_changed.emit(is_playing)
