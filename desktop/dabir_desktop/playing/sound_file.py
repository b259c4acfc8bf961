"""The sound of a file from any place on, as it is played: two channels at 48 kHz.

The container is asked for a place a little before the wanted one, so that codecs which need a run-up have it, and what
comes too early is thrown away by its timestamps: the place is exact to a sample wherever the container's are. Files
that are nothing but frames, as MP3s, are opened in their midst by an index of ours. Times count from the sound track's
first sample, as those of transcripts do.

Legend: T frames at 48 kHz.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dabir_core.audio.ogg_links import FilePart, split_links
from dabir_core.audio.pyav import open_sound_track
from dabir_core.audio.source import check_source
from dabir_core.errors import DecoderMissing, NotMedia, SourceUnreadable
from dabir_core.units import Seconds
from dabir_desktop.playing.frame_index import FRAMED, FrameIndex
from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Stereo

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler, AudioStream, Packet
    from av.container import InputContainer

_RUN_UP: Final[Seconds] = 0.15
"""Opus wants 0.08 s to settle (RFC 7845, 4.6); MP3 and AAC hear a frame or two back."""
_PATIENCE: Final = 50
"""How often a demuxer may fail in a row before the rest of the file is given up."""


class SoundFile:
    """One opened file; read from one thread."""

    def __init__(self, path: Path) -> None:
        """Raises: AudioError, as `open_audio` does."""
        check_source(path)
        try:
            import av
        except (ImportError, OSError) as cause:
            raise DecoderMissing(str(path)) from cause
        try:
            self._file = path.open("rb")
            try:
                self._links = _linked(split_links(self._file), path)
            except BaseException:
                self._file.close()
                raise
        except av.FFmpegError as cause:
            raise NotMedia(str(path), detail=str(cause)) from cause
        except OSError as cause:
            raise SourceUnreadable(str(path), detail=str(cause)) from cause

    def read(self, at: Seconds) -> Iterator[Stereo]:
        """What follows that place, in blocks of (T, 2), none of them empty; none at the end."""
        for link in self._links:
            if at < link.end:
                yield from link.read(max(0.0, at - link.start))

    def close(self) -> None:
        """Frees the file."""
        for link in self._links:
            link.close()
        self._file.close()


@dataclass(frozen=True, slots=True)
class _Track:
    """A container that was brought to some place; a timestamp of `origin` stands for the sound's first sample."""

    container: "InputContainer"
    stream: "AudioStream"
    origin: Seconds

    def place(self, frame: "AudioFrame") -> Seconds:
        """Where a frame begins."""
        tick = float(frame.time_base or self.stream.time_base or 0)
        return 0.0 if frame.pts is None else frame.pts * tick - self.origin

    def frames(self) -> "Iterator[AudioFrame]":
        """What can be decoded from here on; damage is passed over."""
        import av

        failures = 0
        while failures < _PATIENCE:
            try:
                for packet in self.container.demux(self.stream):
                    failures = 0
                    yield from self._decoded(packet)
            except (av.FFmpegError, OSError):
                failures += 1
            else:
                return

    def _decoded(self, packet: "Packet[Any]") -> "list[AudioFrame]":
        import av

        try:
            return self.stream.codec_context.decode(packet)
        except (av.FFmpegError, ValueError):
            return []


class _Link:
    """One container: the whole file, or a link of a chained Ogg file, which begins at `start` of all."""

    def __init__(self, part: FilePart, start: Seconds) -> None:
        self._container, self._stream = open_sound_track(part)
        self._tick = float(self._stream.time_base or 0)
        self._first = (self._stream.start_time or 0) * self._tick
        self._index: FrameIndex | None = None
        self.start = start
        self.end: Seconds = float("inf")

    @property
    def duration(self) -> Seconds:
        """What the container says; 0 if it says nothing."""
        return (self._stream.duration or 0) * self._tick

    def index(self, path: Path) -> None:
        """Has places of a file of frames be found by our own index."""
        if self._container.format.name in FRAMED:
            self._index = FrameIndex(path)

    def read(self, at: Seconds) -> Iterator[Stereo]:
        """From that place of this link on."""
        with self._brought(max(0.0, at - _RUN_UP)) as track:
            yield from _sound(track, at)

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
        self._container.close()

    @contextmanager
    def _brought(self, to: Seconds) -> Iterator[_Track]:
        """A track that gives what lies a little before that place, and all that follows."""
        import av

        if self._index is not None:
            known = self._index.before(to)
            container, stream = open_sound_track(known.part, form=self._container.format.name)
            try:
                begun = (stream.start_time or 0) * float(stream.time_base or 0)
                yield _Track(container, stream, begun - known.place)
            finally:
                container.close()
            return
        place = round((self._first + to) / self._tick) if self._tick else 0
        try:
            self._container.seek(place, stream=self._stream)
        except (av.FFmpegError, OSError):  # it cannot be sought: read from its start, and thrown away up to there
            self._container.seek(0)
        yield _Track(self._container, self._stream, self._first)


def _sound(track: _Track, at: Seconds) -> Iterator[Stereo]:
    """What a track gives from that place on."""
    resampling = _Resampling()
    skip: int | None = None  # frames of the output, known at the first decoded frame
    for frame in track.frames():
        if skip is None:
            skip = max(0, round((at - track.place(frame)) * OUTPUT_RATE_HZ))
        for block in resampling.feed(frame):
            wanted, skip = block[skip:], max(0, skip - len(block))
            if len(wanted):
                yield wanted
    tail = resampling.tail()
    if skip is not None and len(tail) > skip:
        yield tail[skip:]


class _Resampling:
    """Frames of any format → (T, 2) at 48 kHz; a change of format begins a new resampler."""

    def __init__(self) -> None:
        self._resampler: AudioResampler | None = None
        self._format: tuple[int, str, str] | None = None

    def feed(self, frame: "AudioFrame") -> Iterator[Stereo]:
        """What is ready of it."""
        from av import AudioResampler

        form = frame.sample_rate, frame.format.name, frame.layout.name
        if self._resampler is None or form != self._format:
            rest = self.tail()
            if len(rest):
                yield rest
            self._resampler = AudioResampler(format="flt", layout="stereo", rate=OUTPUT_RATE_HZ)
            self._format = form
        frame.pts = None  # resamplers fill gaps of timestamps; transcripts do not count them
        for ready in self._resampler.resample(frame):
            yield _stereo(ready)

    def tail(self) -> Stereo:
        """What the resampler still holds."""
        if self._resampler is None:
            return np.zeros((0, 2), np.float32)
        parts = [_stereo(ready) for ready in self._resampler.resample(None)]
        return np.concatenate([np.zeros((0, 2), np.float32), *parts])


def _stereo(frame: "AudioFrame") -> Stereo:
    samples = frame.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False)
    return np.nan_to_num(np.clip(samples, -1.0, 1.0), copy=False)


def _linked(parts: list[FilePart], path: Path) -> list[_Link]:
    links = [_Link(parts[0], 0.0)]
    if len(parts) == 1:
        links[0].index(path)
    for part in parts[1:]:
        links[-1].end = links[-1].start + links[-1].duration
        links.append(_Link(part, links[-1].end))
    return links
