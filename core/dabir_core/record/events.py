"""What happens while a recording goes on, as the apps hear of it: in the recording's own thread, and briefly."""

from collections.abc import Callable
from dataclasses import dataclass

from dabir_core.errors import DabirError
from dabir_core.record.recording import Gap


@dataclass(frozen=True, slots=True)
class Started:
    """The first sound came, from the device of that name."""

    device: str


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no sound, now or from the beginning; the error says why. The recording waits for it to come (back)."""

    error: DabirError


@dataclass(frozen=True, slots=True)
class Back:
    """Sound comes again, from the device of that name; None for a gap says that nothing is missing."""

    device: str
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Silent:
    """The microphone gives exact zeros, as a muted or forbidden one does and no open one."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The recording ended by itself, since it can be written no further; what was written is kept."""

    error: DabirError


RecordEvent = Started | Lost | Back | Silent | Failed
RecordEventCallback = Callable[[RecordEvent], None]
