"""A WAV file that is whole at any moment: 16-bit samples, the lengths in its head brought up to date each second.

16 bit, because microphones deliver hardly more and a room is noisier than its last bit; half of float's size; and all
programs open it. RF64 above 4 GB: an empty chunk keeps the place of its 64-bit lengths from the beginning, so nothing
has to be moved. Source: EBU Tech 3306 (RF64: ds64 in the place of JUNK); Microsoft RIFF, "fmt " of PCM.
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SAMPLE_BYTES: Final = 2
_HEADER: Final = struct.Struct("<4sI4s 4sIQQQI 4sIHHIIHH 4sI")
HEADER_BYTES: Final = _HEADER.size
_LARGEST_RIFF: Final = 0xFFFFFFFF
_DS64_BYTES: Final = 28
_FMT_BYTES: Final = 16
_PCM: Final = 1


@dataclass(frozen=True, slots=True)
class WaveFormat:
    """The rate and the number of channels of 16-bit sound."""

    rate_hz: int
    channels: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of all channels."""
        return _SAMPLE_BYTES * self.channels


def header(form: WaveFormat, sound_bytes: int) -> bytes:
    """The head of a file with so many bytes of sound."""
    riff_bytes = HEADER_BYTES - 8 + sound_bytes
    is_large = riff_bytes > _LARGEST_RIFF
    frames = sound_bytes // form.frame_bytes
    lengths = (riff_bytes, sound_bytes, frames) if is_large else (0, 0, 0)
    return _HEADER.pack(
        b"RF64" if is_large else b"RIFF",
        min(riff_bytes, _LARGEST_RIFF),
        b"WAVE",
        b"ds64" if is_large else b"JUNK",
        _DS64_BYTES,
        *lengths,
        0,
        b"fmt ",
        _FMT_BYTES,
        _PCM,
        form.channels,
        form.rate_hz,
        form.rate_hz * form.frame_bytes,
        form.frame_bytes,
        8 * _SAMPLE_BYTES,
        b"data",
        _LARGEST_RIFF if is_large else sound_bytes,
    )


def mend(path: Path, form: WaveFormat) -> int:
    """Makes the head say what the file holds; gives its whole frames. Part of a frame at the end is cut off.

    Raises: OSError.
    """
    sound_bytes = max(0, path.stat().st_size - HEADER_BYTES)
    frames = sound_bytes // form.frame_bytes
    with path.open("r+b") as file:
        file.write(header(form, frames * form.frame_bytes))
        file.truncate(HEADER_BYTES + frames * form.frame_bytes)
        file.flush()
        os.fsync(file.fileno())
    return frames


class WaveFile:
    """A file being recorded: what `append` wrote survives the end of our process, what `settle` did also a power cut.

    Every method raises OSError as the system does.
    """

    def __init__(self, path: Path, form: WaveFormat) -> None:
        self._form = form
        self._file = path.open("xb", buffering=0)
        self._frames = 0
        try:
            self._write(header(form, 0))
        except OSError:
            self._file.close()
            raise

    @property
    def frames(self) -> int:
        """How many frames it holds."""
        return self._frames

    @property
    def number(self) -> int:
        """The file's number for `os.fsync`, which another thread may wait for."""
        return self._file.fileno()

    def append(self, sound: bytes) -> None:
        """Writes whole frames at the end, at once."""
        self._write(sound)
        self._frames += len(sound) // self._form.frame_bytes

    def append_silence(self, frames: int) -> None:
        """Writes so many frames of zeros; where the file system can, as a hole that takes no room."""
        self._file.truncate(HEADER_BYTES + (self._frames + frames) * self._form.frame_bytes)
        self._file.seek(0, os.SEEK_END)
        self._frames += frames

    def note_length(self) -> None:
        """Brings the head up to date."""
        self._file.seek(0)
        self._write(header(self._form, self._frames * self._form.frame_bytes))
        self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """Brings the head up to date and the file to the disk; part of a frame, of a disk that is full, is cut off."""
        with self._file:
            self._file.truncate(HEADER_BYTES + self._frames * self._form.frame_bytes)
            self.note_length()
            os.fsync(self._file.fileno())

    def _write(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
