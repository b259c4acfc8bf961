"""The second way to decode: the ffmpeg executable as a child process.

It writes float WAV at the source's own rate and channels into a pipe: one process, no probing beforehand, and the
header tells which channel is which. A change of format in mid-file is resampled by ffmpeg itself. What it reports on
its error output is read by a thread of its own, so that neither pipe can fill up and block, and is kept only where it
means something. The file is opened by ffmpeg with the same whitelist of formats and with no protocol but plain files.
Source: ffmpeg(1), ffmpeg-formats(1), 5.1 to 8.1; RIFF/WAVE, WAVEFORMATEXTENSIBLE.
"""

import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import numpy as np

from dabir_core.audio.accepted import FORMAT_WHITELIST, starts_as_mpeg4
from dabir_core.audio.stretch import Gap, SourceFormat, Stretch, clean
from dabir_core.audio.wave_header import HeaderError, WaveHeader, read_wave_header
from dabir_core.errors import AudioError, NoAudioStream, NoSound, NotMedia
from dabir_core.units import Seconds

_NO_CONSOLE: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a black window
_READ_SAMPLES: Final = 16_384
_LINE_BYTES: Final = 4_096
_PACKET: Final[Seconds] = 0.024
"""What one damaged packet is taken to be worth: a frame of MP3 at 48 kHz; ffmpeg does not tell."""

_DURATION: Final = re.compile(rb"Duration: (?:(\d+):(\d\d):(\d\d(?:\.\d+)?)|N/A)")
_DAMAGE: Final = re.compile(
    rb"Error while decoding|Error submitting packet to decoder|Decoding error|corrupt decoded frame"
)
_HAS_INPUT: Final = re.compile(rb"Input #0,")
_HAS_SOUND: Final = re.compile(rb"Stream #0.*: Audio: (?!.*, 0 channels)")
_HAS_VIDEO: Final = re.compile(rb"Stream #0.*: Video:")
_HOLLOW: Final = re.compile(rb"Stream #0.*: Audio: .*, 0 channels")
"""A track without channels and without a picture beside it was guessed from the file's name."""

_PICTURE: Final = re.compile(rb"\[image2 @")
_TELLING: Final = (_HAS_INPUT, _HAS_SOUND, _HAS_VIDEO, _HOLLOW, _PICTURE)


class FfmpegDecoder:
    """A `Decoder` over the ffmpeg executable; owns the child process."""

    def __init__(self, path: Path, executable: Path) -> None:
        self._process = subprocess.Popen(
            _command(path, executable),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=_NO_CONSOLE,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._sound = self._process.stdout
        self._report = _Report(self._process.stderr)
        try:
            self._header = read_wave_header(self._sound)
        except HeaderError as cause:
            self._process.wait()
            self.close()
            raise self._report.refusal(path) from cause
        except BaseException:
            self.close()
            raise

    @property
    def duration(self) -> Seconds | None:
        """What the container says of its length; it may lie."""
        return self._report.duration

    def read(self) -> Iterator[Stretch | Gap]:
        """Decodes from the start to the end, once; damage is told by a `Gap` and never raised."""
        told = 0
        while piece := self._sound.read(_READ_SAMPLES * self._header.frame_bytes):
            damaged = self._report.damaged
            yield from (Gap(_PACKET) for _ in range(damaged - told))
            told = damaged
            yield _stretch(piece, self._header)
        self._report.finish()
        yield from (Gap(_PACKET) for _ in range(self._report.damaged - told))

    def close(self) -> None:
        """Ends the child process; calling it again changes nothing."""
        self._process.kill()
        self._process.wait()
        self._sound.close()
        self._report.finish()


class _Report:
    """Reads the child's error output in a thread; remembers what it says of the input."""

    def __init__(self, lines: IO[bytes]) -> None:
        self._lines = lines
        self._seen: set[re.Pattern[bytes]] = set()
        self._duration: Seconds | None = None
        self._described = threading.Event()
        self.damaged = 0
        self._thread = threading.Thread(target=self._read, name="ffmpeg report", daemon=True)
        self._thread.start()

    @property
    def duration(self) -> Seconds | None:
        """The input's length; waits for the line that tells it, which ffmpeg writes before any sound."""
        self._described.wait()
        return self._duration

    def finish(self) -> None:
        """Waits for the last line; the child must have ended or closed its output."""
        self._thread.join()
        self._lines.close()

    def refusal(self, path: Path) -> AudioError:
        """Why there is no sound; to be asked after `finish`."""
        if _HAS_SOUND in self._seen:
            return NoSound(str(path))
        if _HOLLOW in self._seen:
            return NoSound(str(path)) if _HAS_VIDEO in self._seen else NotMedia(str(path))
        if _HAS_INPUT in self._seen or _PICTURE in self._seen:
            return NoAudioStream(str(path))
        return NoSound(str(path)) if starts_as_mpeg4(path) else NotMedia(str(path))

    def _read(self) -> None:
        while line := self._lines.readline(_LINE_BYTES):
            self.damaged += bool(_DAMAGE.search(line))
            self._seen.update(pattern for pattern in _TELLING if pattern.search(line))
            if not self._described.is_set() and (found := _DURATION.search(line)):
                self._duration = _seconds(found)
                self._described.set()
        self._described.set()


def _command(path: Path, executable: Path) -> list[str]:
    source = ["-format_whitelist", FORMAT_WHITELIST, "-protocol_whitelist", "file", "-err_detect", "ignore_err"]
    only_sound = ["-vn", "-sn", "-dn", "-map_metadata", "-1", "-fflags", "+bitexact"]
    return [
        *(str(executable), "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info"),
        *(*source, "-i", f"file:{path.absolute()}"),
        *(*only_sound, "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"),
    ]


def _seconds(duration: re.Match[bytes]) -> Seconds | None:
    if duration[1] is None:
        return None
    hours, minutes, seconds = (float(part) for part in duration.groups())
    return hours * 3600 + minutes * 60 + seconds


def _stretch(piece: bytes, header: WaveHeader) -> Stretch:
    whole = len(piece) - len(piece) % header.frame_bytes
    samples = np.frombuffer(piece[:whole], dtype="<f4").reshape(-1, len(header.channels)).T
    return Stretch(clean(samples), SourceFormat(header.rate_hz, header.channels))
