"""Follows the timestamps of packets, to tell what the container itself shows to be missing."""

from typing import TYPE_CHECKING, Any, Final

from dabir_core.units import Seconds

if TYPE_CHECKING:
    from av import AudioStream, Packet

_PAGED: Final = "ogg"
"""A hole in Ogg's timestamps is a lost page; elsewhere it may be a pause that was never recorded."""

_INDEXED: Final = ("mov", "flac")
"""Containers that state how long a sound track is, sample by sample, so that a cut-off end can be told."""

_HOLE: Final[Seconds] = 0.02
_TAIL: Final[Seconds] = 0.5
"""Less is no damage: encoders count their own delay into a track's length, or do not."""


class PacketClock:
    """Where the packets of one stream have got to."""

    def __init__(self, stream: "AudioStream") -> None:
        codec = stream.codec_context
        self._container = stream.container.format.name.split(",")[0]
        self._tick: Seconds = float(stream.time_base or 0)
        self._promised: Seconds = (stream.duration or 0) * self._tick
        self._usual: Seconds = codec.frame_size / codec.sample_rate if codec.frame_size and codec.sample_rate else 0.0
        self._end: Seconds | None = None

    def duration(self, packet: "Packet[Any]") -> Seconds:
        """How much sound a packet stands for; 0 where neither it nor its codec tells."""
        return packet.duration * self._tick if packet.duration else self._usual

    def advance(self, packet: "Packet[Any]") -> Seconds:
        """Notes a packet; gives the seconds between the last one and this, where that can only be a lost page."""
        if packet.pts is None:
            return 0.0
        start = packet.pts * self._tick
        hole = 0.0 if self._end is None or self._container != _PAGED else start - self._end
        self._end = start + self.duration(packet)
        return hole if hole > _HOLE else 0.0

    @property
    def missing_tail(self) -> Seconds:
        """Seconds that the container promised and that never came."""
        missing = self._promised - (self._end or 0.0) if self._container in _INDEXED else 0.0
        return missing if missing > _TAIL else 0.0
