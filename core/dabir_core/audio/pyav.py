"""The first way to decode: FFmpeg's libraries through PyAV, packet by packet.

PyAV's own `container.decode` gives up at the first bad packet, where the ffmpeg executable goes on; here each packet
is decoded on its own, what fails becomes a `Gap`, and a demuxer that stumbles is asked again a few times. The file
reaches the libraries as an open Python file, and the whitelist of protocols is a name that does not exist: even a
container that asks for a second file (a playlist, an MP4 data reference) has no way to open it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dabir_core.audio.accepted import FORMAT_WHITELIST, starts_as_mpeg4
from dabir_core.audio.flac_frames import split_frames
from dabir_core.audio.ogg_links import FilePart, split_links
from dabir_core.audio.packet_clock import PacketClock
from dabir_core.audio.pyav_frame import stretch_of
from dabir_core.audio.stretch import Gap, Stretch
from dabir_core.errors import AudioError, NoAudioStream, NoSound, NotMedia
from dabir_core.units import Seconds

if TYPE_CHECKING:
    from av import AudioStream, Packet
    from av.container import InputContainer

_OPTIONS: Final = {"format_whitelist": FORMAT_WHITELIST, "protocol_whitelist": "none"}
_READ_BYTES: Final = 1 << 18
_MICROSECONDS: Final = 1_000_000
_PATIENCE: Final = 50
"""How often a demuxer may fail in a row before the rest of the file is given up."""


def pyav_loads() -> bool:
    """Whether PyAV is installed and the system lets its libraries be loaded."""
    try:
        import av  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


class PyavDecoder:
    """A `Decoder` over PyAV; owns the open file."""

    def __init__(self, path: Path) -> None:
        import av

        self._file = path.open("rb")
        try:
            self._parts = split_links(self._file)
            self._track = _Track(self._parts[0])
        except av.FFmpegError as cause:
            self._file.close()
            kind = NoSound if starts_as_mpeg4(path) else NotMedia
            raise kind(str(path), detail=str(cause)) from cause
        except BaseException:
            self._file.close()
            raise

    @property
    def duration(self) -> Seconds | None:
        """What the container says of its length; it may lie."""
        return self._track.duration if len(self._parts) == 1 else None

    def read(self) -> Iterator[Stretch | Gap]:
        """Decodes from the start to the end, once; damage is told by a `Gap` and never raised."""
        import av

        yield from self._track.read()
        for part in self._parts[1:]:
            self._track.close()
            try:
                self._track = _Track(part)
            except (av.FFmpegError, AudioError):
                yield Gap(0.0)
            else:
                yield from self._track.read()

    def close(self) -> None:
        """Frees the file; calling it again changes nothing."""
        self._track.close()
        self._file.close()


class _Track:
    """The best sound track of one opened container."""

    def __init__(self, part: FilePart) -> None:
        self._container, self._stream = open_sound_track(part)

    @property
    def duration(self) -> Seconds | None:
        stream = self._stream
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base)
        return self._container.duration / _MICROSECONDS if self._container.duration else None

    def read(self) -> Iterator[Stretch | Gap]:
        clock = PacketClock(self._stream)
        for packet in self._packets():
            if packet is None:
                yield Gap(0.0)
                continue
            hole = clock.advance(packet)
            if hole:
                yield Gap(hole)
            yield from self._decode(packet, clock.duration(packet))
        if clock.missing_tail:
            yield Gap(clock.missing_tail)

    def close(self) -> None:
        self._container.close()

    def _packets(self) -> "Iterator[Packet[Any] | None]":
        """The sound track's packets, the flushing one last; None where the demuxer failed."""
        import av

        failures = 0
        while failures < _PATIENCE:
            try:
                for packet in self._container.demux(self._stream):
                    failures = 0
                    yield packet
            except (av.FFmpegError, OSError):
                failures += 1
                if failures == 1:
                    yield None
            else:
                return
        yield av.Packet()  # the decoder's last frames are still to be had

    def _decode(self, packet: "Packet[Any]", duration: Seconds) -> Iterator[Stretch | Gap]:
        import av

        pieces = [packet]
        if self._stream.codec_context.name == "flac" and len(frames := split_frames(bytes(packet))) > 1:
            pieces = [av.Packet(frame) for frame in frames]
        for piece in pieces:
            try:
                frames_of_sound = self._stream.codec_context.decode(piece)
            except (av.FFmpegError, ValueError):
                yield Gap(duration)
                continue
            yield from (stretch_of(frame) or Gap(0.0) for frame in frames_of_sound)


def open_sound_track(part: FilePart, *, form: str | None = None) -> "tuple[InputContainer, AudioStream]":
    """A container as we open all of them, and its best sound track; whoever asks closes it.

    Args: form: FFmpeg's name of its format, where it is known; else it is found out.

    Raises: av.FFmpegError; NoAudioStream, NoSound, NotMedia.
    """
    import av

    container = av.open(part, "r", format=form, options=_OPTIONS, metadata_errors="replace", buffer_size=_READ_BYTES)
    try:
        return container, _best_stream(container, part.name)
    except BaseException:
        container.close()
        raise


def _best_stream(container: "InputContainer", name: str) -> "AudioStream":
    import av

    best = container.streams.best("audio")
    if isinstance(best, av.AudioStream):
        for stream in container.streams:
            if stream is not best:
                stream.discard = av.stream.Discard.all  # an hour of video is skipped instead of read
        return best
    if not container.streams.audio:
        raise NoAudioStream(name)
    if len(container.streams) > len(container.streams.audio):
        raise NoSound(name, detail="the sound track has no rate or no channels")
    raise NotMedia(name, detail="guessed from the name alone")
