"""Where frames begin in files that are nothing but frames, as MP3s are: found by reading through them once, ahead.

FFmpeg's own way of finding a place in such a file is to guess (its «fast seek», seconds off with a variable bit rate),
or to keep an index that it thins out and then decodes over: 76 seconds for a place in ten hours of MP3, measured. Ours
has a place for each second, is filled by a thread at some seven thousand times real time, and is waited for only where
somebody is quicker.
"""

import threading
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from dabir_core.audio.ogg_links import FilePart, split_links
from dabir_core.audio.pyav import open_sound_track
from dabir_core.errors import DabirError
from dabir_core.units import Seconds

FRAMED: Final = frozenset({"mp3", "aac", "ac3", "eac3", "dts"})
"""FFmpeg's names of formats whose frames say themselves what they are, so that a file may be opened at any of them."""
_EVERY: Final[Seconds] = 1.0
_BATCH: Final = 4096
"""Frames between two messages to who waits: each wakes a thread, which costs more than a thousand frames."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A file from some frame on, which stands at `place` of the sound."""

    part: FilePart
    place: Seconds


class FrameIndex:
    """The places of one file; asked from one thread."""

    def __init__(self, path: Path) -> None:
        """Raises: OSError."""
        self._path = path
        self._file = path.open("rb")
        self._size = path.stat().st_size
        self._news = threading.Condition()
        self._places: list[Seconds] = [0.0]
        self._bytes: list[int] = [0]
        self._is_whole, self._is_closed = False, False
        self._thread = threading.Thread(target=self._run, daemon=True, name="frame-index")
        self._thread.start()

    def before(self, at: Seconds) -> KnownPlace:
        """The last known place that is not after this one; waits for it."""
        with self._news:
            self._news.wait_for(lambda: self._is_whole or self._places[-1] > at)
            number = bisect_right(self._places, at) - 1
            return KnownPlace(FilePart(self._file, self._bytes[number], self._size), self._places[number])

    def close(self) -> None:
        """Ends it."""
        self._is_closed = True
        self._thread.join()
        self._file.close()

    def _run(self) -> None:
        import av

        try:
            self._read()
        except (av.FFmpegError, OSError, DabirError):  # damage: the rest is decoded from what is known by then
            return
        finally:
            with self._news:
                self._is_whole = True
                self._news.notify_all()

    def _read(self) -> None:
        with self._path.open("rb") as file:
            container, stream = open_sound_track(split_links(file)[0])
            with container:
                tick = float(stream.time_base or 0)
                first = (stream.start_time or 0) * tick
                packets = container.demux(stream)
                while not self._is_closed and (some := list(islice(packets, _BATCH))):
                    self._note([(each.pts * tick - first, each.pos) for each in some if each.pts is not None])

    def _note(self, frames: list[tuple[Seconds, int | None]]) -> None:
        """Takes places and bytes of the next frames."""
        latest, known = self._places[-1], list[tuple[Seconds, int]]()
        for place, at_byte in frames:
            if at_byte is not None and at_byte >= 0 and place >= latest + _EVERY:
                latest = place
                known.append((place, at_byte))
        with self._news:
            self._places += (place for place, _ in known)
            self._bytes += (at_byte for _, at_byte in known)
            self._news.notify_all()
