"""One recording, as the command line follows it: what it says, its level, its keys, its end."""

import sys
from dataclasses import dataclass

from dabir_core.cli.batch import bilingual, bilingual_notice, on_interrupt
from dabir_core.cli.keys import PressedKeys, pressed_keys
from dabir_core.cli.level_line import LevelLine
from dabir_core.cli.termination import HUNG_UP, on_termination
from dabir_core.errors import DabirError, PortAudioMissing, RecorderMissing
from dabir_core.notices import Notice
from dabir_core.record import Back, Failed, Lost, RecordEvent, Recording, Session, SessionState, Silent, Started
from dabir_core.units import Seconds

LOOK_SECONDS: Seconds = 0.1
_PAUSE_KEYS = frozenset("p ")
_PAUSE_HINT = "p: pause · برای مکث p را بزنید\n"
_END_HINT = "Ctrl-C: end · برای پایان Ctrl-C را بزنید"
_BEGUN = "recording · ضبط می‌شود"


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of a recording, None without any sound.

    signal     what asked us to end with it, at once
    is_failed  whether it ended by itself, as on a disk that is full; there is less than was wanted
    """

    recording: Recording | None
    signal: int | None = None
    is_failed: bool = False


class _Ending:
    """Why it ends: somebody asked for it, in this way (for signal handlers), or it failed."""

    def __init__(self) -> None:
        self.is_over = False
        self.signal: int | None = None
        self.is_failed = False

    def interrupt(self) -> None:
        self.is_over = True

    def terminate(self, signal: int) -> None:
        self.is_over, self.signal = True, signal

    def tell(self, event: RecordEvent, line: LevelLine) -> None:
        """Says what happened."""
        self.is_failed |= isinstance(event, Failed)
        line.note(told(event))


def follow(session: Session, line: LevelLine, *, limit: Seconds | None = None) -> Followed:
    """Records until Ctrl-C or a signal, until there is as much as `limit`, or until nothing more can be written.

    Tells why where there was no sound.

    Raises: RecordingFolderClosed, RecordingDiskFull before it begins.
    """
    ending = _Ending()
    with on_interrupt(ending.interrupt), on_termination(ending.terminate):
        session.start()
        try:
            _show(session, line, ending=ending, limit=limit)
        except OSError:  # the terminal was closed, and the signal that says so is on its way or went to another
            ending.terminate(HUNG_UP)
        finally:
            recording = _stopped(session)
    return Followed(recording, ending.signal, ending.is_failed)


def told(event: RecordEvent) -> str:
    """What happened, for a person."""
    match event:
        case Started(device):
            hint = _PAUSE_HINT if sys.stdin.isatty() else ""
            return f"{_BEGUN}: {device}\n{hint}{_END_HINT}"
        case Lost(error) | Failed(error):
            return bilingual(error)
        case Silent():
            return bilingual_notice(Notice.MICROPHONE_SILENT)
        case Back(device, gap):
            missing = f" ({without_sound(gap.seconds)})" if gap is not None and gap.seconds else ""
            return f"{bilingual_notice(Notice.MICROPHONE_BACK)}\n{device}{missing}"


def without_sound(seconds: Seconds) -> str:
    """How much is missing, in both languages."""
    return f"{seconds:.1f} s without sound · {seconds:.1f} ثانیه بی‌صدا"


def _show(session: Session, line: LevelLine, *, ending: _Ending, limit: Seconds | None) -> None:
    """Raises: OSError where a terminal takes no more."""
    with pressed_keys() as keys, line:
        while not (ending.is_over or session.state is SessionState.STOPPED or _is_enough(session, limit)):
            if _is_hopeless(_shown_event(session, line, ending)):
                break
            _obey(keys, session)
        _end(session, line, ending=ending)


def _shown_event(session: Session, line: LevelLine, ending: _Ending) -> RecordEvent | None:
    """Waits for the next event, tells of it, and shows how the recording stands."""
    event = session.next_event(LOOK_SECONDS)
    if event is not None:
        ending.tell(event, line)
    recording = session.recording
    line.show(session.state, recording.seconds if recording else 0.0, session.level)
    return event


def _is_hopeless(event: RecordEvent | None) -> bool:
    """Whether it will not come right by itself."""
    return isinstance(event, Lost) and isinstance(event.error, PortAudioMissing | RecorderMissing)


def _end(session: Session, line: LevelLine, *, ending: _Ending) -> None:
    if ending.signal is not None:
        line.hurry()
    _stopped(session)
    while (event := session.next_event()) is not None:
        if isinstance(event, Failed):  # while we drew or asked to stop; the rest no longer matters
            ending.tell(event, line)


def _stopped(session: Session) -> Recording | None:
    try:
        return session.stop()
    except DabirError:  # its reason was told when it came
        return None


def _is_enough(session: Session, limit: Seconds | None) -> bool:
    recording = session.recording
    return limit is not None and recording is not None and recording.seconds >= limit


def _obey(keys: PressedKeys, session: Session) -> None:
    for key in keys():
        if key not in _PAUSE_KEYS:
            continue
        if session.state is SessionState.PAUSED:
            session.resume()
        else:
            session.pause()
