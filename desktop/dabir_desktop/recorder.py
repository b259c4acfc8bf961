"""A recording as the window has it: core's session, looked at some fifteen times a second, and its live text.

The sound goes to the disk in the session's own thread, whatever the window does. Live text is written by the engine's
process (`ListensAlong`); the recording knows nothing of it, and goes on where it fails.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from dabir_core.errors import DabirError, PortAudioMissing, RecorderMissing
from dabir_core.record import (
    Back,
    Failed,
    Growth,
    LiveUpdate,
    Lost,
    RecordEvent,
    Recording,
    Session,
    SessionState,
    Silent,
    Started,
)
from dabir_desktop.background import tell_from_thread

_LOG = logging.getLogger(__name__)
_LOOK_MS: Final = 66

TellsLive = Callable[[LiveUpdate | DabirError], None]
"""Called in any thread; an error is the last thing that is told."""


class ListensAlong(Protocol):
    """What writes live text: the engine."""

    def listen(self, growth: Growth, tell: TellsLive) -> Callable[[], None]:
        """Begins to write; gives what ends it early. By itself it ends after the recording's last utterance."""


MakesSession = Callable[[str | None, Path], Session]
"""A session of a device's key (None for the default one) into a folder. Raises: RecorderMissing."""


def offered_session(device: str | None, folder: Path) -> Session:
    """One that is offered at the next start if nobody settles it: its end is not yet a place in the library."""
    return Session(device, folder, settles=False)


class Recorder(QObject):
    """One recording at a time. All signals come in the window's thread.

    began     str: the first sound came, from the device of that name
    moved     SessionState, float: what it does, and how long it is; some fifteen times a second
    level     float, bool: the peak in dB below full scale, and whether it was cut off there
    live      LiveUpdate
    live_failed  DabirError: there is no live text any more; the recording goes on
    lost      DabirError: no sound comes; it waits
    back      str, float: sound comes again from that device, and so many seconds are missing
    silent    the microphone gives exact zeros, as a muted one does
    failed    DabirError: it ended by itself, or could not begin
    finished  Recording: it is on disk, whole
    left      it was stopped before a sound came, as by a short press of a key; there is nothing
    """

    began = Signal(str)
    moved = Signal(object, float)
    level = Signal(float, bool)
    live = Signal(object)
    live_failed = Signal(object)
    lost = Signal(object)
    back = Signal(str, float)
    silent = Signal()
    failed = Signal(object)
    finished = Signal(object)
    left = Signal()
    _stopped = Signal(object)
    _live_told = Signal(int, object)

    def __init__(self, folder: Path, parent: QObject | None = None, *, session: MakesSession = offered_session) -> None:
        super().__init__(parent)
        self._folder, self._make_session = folder, session
        self._session: Session | None = None
        self._is_stopping = False
        self._is_failed, self._is_missed = False, False
        self._number = 0
        self._end_live: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._stopped.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._live_told.connect(self._hear_live, Qt.ConnectionType.QueuedConnection)

    @property
    def is_recording(self) -> bool:
        """Whether there is a recording that is not over; a pause is part of it."""
        return self._session is not None

    @property
    def is_paused(self) -> bool:
        """Whether it is paused."""
        return self._session is not None and self._session.state is SessionState.PAUSED

    def record_into(self, folder: Path) -> None:
        """The next recording goes there; one that runs stays where it is."""
        self._folder = folder

    def start(self, device: str | None = None, *, along: ListensAlong | None = None) -> None:
        """Begins, with live text where somebody listens along; nothing happens while there is a recording."""
        if self._session is not None:
            return
        try:
            session = self._make_session(device, self._folder)
            session.start()
        except DabirError as error:
            self.failed.emit(error)
            return
        self._leave_live()
        self._session, self._is_stopping, self._is_failed, self._is_missed = session, False, False, False
        self._number += 1
        if along is not None:
            number = self._number
            self._end_live = along.listen(
                session.live().growth, lambda told: tell_from_thread(self._live_told, number, told)
            )
        self._timer.start()
        self._look()

    def pause(self) -> None:
        """Leaves out what comes from now on."""
        if self._session is not None:
            self._session.pause()
            self._look()

    def resume(self) -> None:
        """Goes on after a pause."""
        if self._session is not None:
            self._session.resume()
            self._look()

    def choose(self, device: str | None) -> None:
        """Goes on with another microphone."""
        if self._session is not None:
            self._session.choose(device)

    def stop(self) -> None:
        """Ends it; `finished` or `failed` comes when the last sound is on the disk."""
        if self._session is None or self._is_stopping:
            return
        self._is_stopping = True
        threading.Thread(target=self._stop, args=[self._session], daemon=True, name="recording-end").start()

    def end(self) -> Recording | None:
        """Ends it and waits for the disk, as when the app is closed; gives it, if there was one. No signal comes."""
        session, self._session = self._session, None
        self._timer.stop()
        self._leave_live()
        last = _last_of(session) if session is not None else None
        return last if isinstance(last, Recording) else None

    def _stop(self, session: Session) -> None:
        tell_from_thread(self._stopped, _last_of(session))

    def _finish(self, last: Recording | DabirError) -> None:
        if self._session is None:
            return
        self._tell_events(self._session)
        self._session = None
        self._timer.stop()
        self._leave_live()  # the whole recording is read next, and its text comes the sooner
        if isinstance(last, Recording):
            self.moved.emit(SessionState.STOPPED, last.seconds)
            self.finished.emit(last)
            return
        self.moved.emit(SessionState.STOPPED, 0.0)
        if self._is_missed and not self._is_failed:
            self.failed.emit(last)
        elif not self._is_failed:
            self.left.emit()

    def _look(self) -> None:
        session = self._session
        if session is None:
            return
        self._tell_events(session)
        recording, level = session.recording, session.level
        self.moved.emit(session.state, recording.seconds if recording else 0.0)
        self.level.emit(level.peak_db, level.is_clipped)
        if session.state is SessionState.STOPPED:
            self.stop()

    def _tell_events(self, session: Session) -> None:
        while (event := session.next_event()) is not None:
            self._tell(event)

    def _tell(self, event: RecordEvent) -> None:
        match event:
            case Started(device):
                self.began.emit(device)
            case Lost(error) if isinstance(error, PortAudioMissing | RecorderMissing):
                self._fail(error)  # it will not come by itself
            case Lost(error):
                self._is_missed = True
                self.lost.emit(error)
            case Back(device, gap):
                self.back.emit(device, gap.seconds if gap is not None else 0.0)
            case Silent():
                self.silent.emit()
            case Failed(error):
                self._fail(error)

    def _fail(self, error: DabirError) -> None:
        if not self._is_failed:
            self._is_failed = True
            self.failed.emit(error)
        self.stop()

    def _hear_live(self, number: int, told: LiveUpdate | DabirError) -> None:
        if number != self._number:
            return
        if isinstance(told, LiveUpdate):
            self.live.emit(told)
        else:
            self._end_live = None
            self.live_failed.emit(told)

    def _leave_live(self) -> None:
        end, self._end_live = self._end_live, None
        if end is not None:
            end()


def _last_of(session: Session) -> Recording | DabirError:
    """The recording, or why there is none."""
    try:
        return session.stop()
    except DabirError as error:
        return error
