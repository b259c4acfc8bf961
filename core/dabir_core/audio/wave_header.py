"""The head of a WAV stream that ffmpeg writes into a pipe: rate and loudspeakers, up to the first sample.

Source: Microsoft, "Multiple channel audio data and WAVE files" (WAVEFORMATEXTENSIBLE, channel mask).
"""

import struct
from dataclasses import dataclass
from typing import IO, Final

_SPEAKERS: Final = (
    *("FL", "FR", "FC", "LFE", "BL", "BR", "FLC", "FRC", "BC", "SL", "SR"),
    *("TC", "TFL", "TFC", "TFR", "TBL", "TBC", "TBR"),
)
"""The channel mask's bits, lowest first, by FFmpeg's names."""

_SAMPLE_BYTES: Final = 4
_MASK_AT: Final = 20


class HeaderError(Exception):
    """The stream ended before its first sample; a caller turns it into the error that has a cause."""


@dataclass(frozen=True, slots=True)
class WaveHeader:
    """What a float WAV says of its sound."""

    rate_hz: int
    channels: tuple[str, ...]

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of all channels."""
        return _SAMPLE_BYTES * len(self.channels)


def read_wave_header(stream: IO[bytes]) -> WaveHeader:
    """Reads up to the first sample.

    Raises: HeaderError if the stream ends earlier or is no WAV.
    """
    _exactly(stream, 12)
    header: WaveHeader | None = None
    while True:
        name, size = struct.unpack("<4sI", _exactly(stream, 8))
        if name == b"data":
            break
        body = _exactly(stream, size + size % 2)
        if name == b"fmt ":
            header = _parse(body)
    if header is None:
        raise HeaderError
    return header


def _parse(body: bytes) -> WaveHeader:
    _, count, rate_hz = struct.unpack_from("<HHI", body)
    mask = struct.unpack_from("<I", body, _MASK_AT)[0] if len(body) >= _MASK_AT + 4 else 0
    named = tuple(name for bit, name in enumerate(_SPEAKERS) if mask >> bit & 1)
    plain = {1: ("FC",), 2: ("FL", "FR")}.get(count, tuple(f"channel {at}" for at in range(count)))
    return WaveHeader(rate_hz, named if len(named) == count else plain)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    body = stream.read(length)
    if len(body) < length:
        raise HeaderError
    return body
