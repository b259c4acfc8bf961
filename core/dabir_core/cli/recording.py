"""One recording, as the command line follows it: what it says, its level, its keys, its end."""

import sys
import threading

from dabir_core.cli.batch import bilingual, bilingual_notice, on_interrupt
from dabir_core.cli.keys import PressedKeys, pressed_keys
from dabir_core.cli.level_line import LevelLine
from dabir_core.errors import PortAudioMissing, RecorderMissing
from dabir_core.notices import Notice
from dabir_core.record import Back, Failed, Lost, RecordEvent, Recording, Session, SessionState, Silent, Started
from dabir_core.units import Seconds

LOOK_SECONDS: Seconds = 0.1
_PAUSE_KEYS = frozenset("p ")
_PAUSE_HINT = "p: pause · برای مکث p را بزنید\n"
_END_HINT = "Ctrl-C: end · برای پایان Ctrl-C را بزنید"
_BEGUN = "recording · ضبط می‌شود"


def follow(session: Session, line: LevelLine, *, limit: Seconds | None = None) -> Recording:
    """Records until Ctrl-C, until there is as much as `limit`, or until nothing more can be written.

    Raises: RecordError if nothing was recorded.
    """
    asked = threading.Event()
    session.start()
    with on_interrupt(asked.set), pressed_keys() as keys, line:
        while not asked.is_set() and session.state is not SessionState.STOPPED and not _is_enough(session, limit):
            event = session.next_event(LOOK_SECONDS)
            if isinstance(event, Lost) and isinstance(event.error, PortAudioMissing | RecorderMissing):
                break  # it will not come by itself, and `stop` says why
            if event is not None:
                line.note(told(event))
            _obey(keys, session)
            recording = session.recording
            line.show(session.state, recording.seconds if recording else 0.0, session.level)
        kept = session.stop()
        while (event := session.next_event()) is not None:
            if isinstance(event, Failed):  # while we drew or asked to stop; the rest no longer matters
                line.note(told(event))
        return kept


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
            missing = f" ({gap.seconds:.1f} s)" if gap is not None and gap.seconds else ""
            return f"{bilingual_notice(Notice.MICROPHONE_BACK)}\n{device}{missing}"


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
