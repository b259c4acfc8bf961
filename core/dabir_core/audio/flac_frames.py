"""Finds the FLAC frames within one packet.

After damage FFmpeg's parser (seen in 8.1) hands out two or three frames as one packet for the rest of the file, and
one bad frame then takes its neighbours with it. A frame's header is sure enough to cut there: sync code, its
checksum, and a number that follows on the packet's own. Whole packets hold one such header and stay as they are.
Source: RFC 9639, §9.1 (frame header).
"""

from typing import Final

_SYNC: Final = (b"\xff\xf8", b"\xff\xf9")
_NUMBER_AT: Final = 4
_HEADER_BYTES: Final = 16
_AHEAD: Final = 16
"""How many frames one packet may hold."""

_BLOCK_SAMPLES: Final = 65_536


def split_frames(packet: bytes) -> list[bytes]:
    """Cuts a packet at the frame headers in it; the pieces joined are the packet."""
    sync = packet[:2]
    first = _number(packet, 0)
    if sync not in _SYNC or first is None:
        return [packet]
    step = 1 if sync == _SYNC[0] else _BLOCK_SAMPLES  # with blocks of changing size the number counts samples
    starts, at = [0], packet.find(sync, 2)
    while at > 0:
        number = _number(packet, at)
        if number is not None and first < number <= first + _AHEAD * step:
            starts.append(at)
        at = packet.find(sync, at + 1)
    return [packet[start:end] for start, end in zip(starts, [*starts[1:], len(packet)], strict=True)]


def _number(packet: bytes, at: int) -> int | None:
    """The frame's (or its first sample's) number, if a sound header stands at `at`."""
    header = packet[at : at + _HEADER_BYTES]
    if len(header) < _HEADER_BYTES:
        return None
    lead = header[_NUMBER_AT]
    ones = 8 - (lead ^ 0xFF).bit_length()  # a number is coded as UTF-8 is, in up to 7 bytes
    length = max(1, ones)
    block_code, rate_code = header[2] >> 4, header[2] & 15
    extra = {6: 1, 7: 2}.get(block_code, 0) + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    end = _NUMBER_AT + length + extra
    if ones in (1, 8) or end >= _HEADER_BYTES or _crc8(header[:end]) != header[end]:
        return None
    number = lead & (0x7F >> ones)
    for byte in header[_NUMBER_AT + 1 : _NUMBER_AT + length]:
        number = number << 6 | byte & 0x3F
    return number


def _crc8(header: bytes) -> int:
    crc = 0
    for byte in header:
        crc ^= byte
        for _ in range(8):
            crc = crc << 1 ^ (0x107 if crc & 0x80 else 0)
    return crc
