"""The entry of a recording: a small JSON file beside its sound, written before the first sample.

It tells, whatever happened since, how the sound is to be read, who was recording it, and whether it came to its end.
Each version replaces the one before in one step. JSON and not a database, since people move such folders about.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from dabir_core.record.recording import Gap, GapKind, Recording
from dabir_core.record.wave_file import WaveFormat
from dabir_core.whole_file import write_whole

_VERSION: Final = 1
SUFFIX: Final = ".recording"
"""Not «.json»: a transcript in that form lies beside its sound too, under the same name."""
_SOUND_SUFFIX: Final = ".wav"
_DAMAGES: Final = (OSError, ValueError, KeyError, TypeError)


class State(StrEnum):
    """How far a recording is."""

    RECORDING = "recording"
    """Its process writes to it, or died."""
    WHOLE = "recovered"
    """Its process died and its head is mended, or it came to its end; somebody should be told."""
    FINISHED = "finished"
    """Somebody was told, or it came to its end where nobody has to be."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: its number, and when it began, since numbers are used again."""

    pid: int
    began: float

    @classmethod
    def ourselves(cls) -> Self:
        """This process."""
        began = _began(os.getpid())
        assert began is not None
        return cls(os.getpid(), began)

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return _began(self.pid) == self.began


def _began(pid: int) -> float | None:
    """When a process began, on a clock that nobody sets; None if there is none.

    Linux tells it in ticks since the system began, which psutil turns into a time of day: that changes when the
    machine's clock is put right. One that was killed and that nobody waited for, as in a container without an init, is
    none. Source: proc(5), /proc/pid/stat, fields 3 and 22.
    """
    if sys.platform == "linux":
        try:
            told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        state, *fields = told.rpartition(")")[2].split()
        return None if state == "Z" else float(fields[18])
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a recording; `sound` is the name of its file, in the entry's folder."""

    sound: str
    state: State
    device: str
    form: WaveFormat
    started_at: datetime
    owner: Owner
    gaps: tuple[Gap, ...] = ()

    def recording(self, folder: Path, frames: int) -> Recording:
        """The recording that it is about, of so many frames."""
        seconds = frames / self.form.rate_hz
        return Recording(folder / self.sound, seconds, self.gaps, self.device, self.started_at)

    def now(self, state: State) -> "Entry":
        """The same in another state."""
        return replace(self, state=state)


def entry_file(sound: Path) -> Path:
    """The entry of a recording's sound."""
    return sound.with_suffix(SUFFIX)


def sound_file(entry: Path) -> Path:
    """The sound of an entry that cannot be read: it has the entry's name."""
    return entry.with_suffix(_SOUND_SUFFIX)


def claim(folder: Path, entry: Entry) -> Entry:
    """Writes the entry of a recording that begins, under a name that no other one has.

    Raises: OSError.
    """
    stem, number = Path(entry.sound).stem, 1
    while True:
        name = stem if number == 1 else f"{stem}-{number}"
        named = replace(entry, sound=f"{name}{_SOUND_SUFFIX}")
        try:
            _write_new(folder / f"{name}{SUFFIX}", named)
        except FileExistsError:
            number += 1
        else:
            return named


def write(folder: Path, entry: Entry) -> None:
    """Replaces the entry.

    Raises: OSError.
    """
    write_whole(entry_file(folder / entry.sound), _text(entry))


def read(path: Path) -> Entry | None:
    """The entry in that file, or None if it holds none: not every file of that suffix is ours."""
    try:
        return _read(path)
    except _DAMAGES:
        return None


def is_damaged(path: Path) -> bool:
    """Whether that file cannot be read, or not to its end; one that is another program's, or version's, is sound."""
    try:
        _read(path)
    except _DAMAGES:
        return True
    return False


def _read(path: Path) -> Entry | None:
    said = json.loads(path.read_text(encoding="utf-8"))
    is_ours = isinstance(said, dict) and said.get("dabir-recording") == _VERSION
    return _parsed(said) if is_ours else None


def _write_new(path: Path, entry: Entry) -> None:
    """Raises: FileExistsError where another recording has the name, or takes it just now."""
    claimed = path.with_name(f"{path.name}.part")
    claimed.touch(exist_ok=False)
    try:
        if path.exists() or path.with_name(entry.sound).exists():
            raise FileExistsError(path)
        write_whole(path, _text(entry))
    finally:
        claimed.unlink()


def _text(entry: Entry) -> str:
    said = asdict(entry) | {"dabir-recording": _VERSION, "started_at": entry.started_at.isoformat()}
    return json.dumps(said, ensure_ascii=False, indent=1)


def _parsed(said: dict[str, Any]) -> Entry:
    return Entry(
        sound=_file_name(said["sound"]),
        state=State(said["state"]),
        device=str(said["device"]),
        form=_form(said["form"]),
        started_at=datetime.fromisoformat(said["started_at"]),
        owner=Owner(**said["owner"]),
        gaps=tuple(Gap(float(gap["start"]), float(gap["seconds"]), GapKind(gap["kind"])) for gap in said["gaps"]),
    )


def _file_name(said: str) -> str:
    """In the entry's own folder, whatever was written there."""
    name = Path(said).name
    if not name or "\0" in name:
        raise ValueError(name)
    return name


def _form(said: dict[str, Any]) -> WaveFormat:
    form = WaveFormat(**said)
    if not all(isinstance(number, int) and number > 0 for number in (form.rate_hz, form.channels)):
        raise ValueError(form)  # sizes and times are divided by them
    return form
