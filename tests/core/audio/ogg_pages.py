"""Edits Ogg pages by hand. Source: RFC 3533, §6 (page layout, checksum with polynomial 0x04C11DB7, no reflection)."""

import struct

_CAPTURE = b"OggS"
_FLAGS_AT, _GRANULE_AT, _SEQUENCE_AT, _CHECKSUM_AT, _COUNT_AT, _LACING_AT = 5, 6, 18, 22, 26, 27
_END_OF_STREAM = 4


def pages(stream: bytes) -> list[bytes]:
    found = []
    at = 0
    while at < len(stream):
        assert stream[at : at + 4] == _CAPTURE
        count = stream[at + _COUNT_AT]
        end = at + _LACING_AT + count + sum(stream[at + _LACING_AT : at + _LACING_AT + count])
        found.append(stream[at:end])
        at = end
    return found


def checksum(page: bytes) -> int:
    crc = 0
    for byte in page[:_CHECKSUM_AT] + bytes(4) + page[_CHECKSUM_AT + 4 :]:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1
        crc &= 0xFFFFFFFF
    return crc


def signed(page: bytes) -> bytes:
    return page[:_CHECKSUM_AT] + struct.pack("<I", checksum(page)) + page[_CHECKSUM_AT + 4 :]


def ended(page: bytes) -> bytes:
    return signed(page[:_FLAGS_AT] + bytes([page[_FLAGS_AT] | _END_OF_STREAM]) + page[_FLAGS_AT + 1 :])


def with_early_end(stream: bytes) -> bytes:
    """Marks a page in the middle as the last one; the sound goes on behind it, to a second end."""
    found = pages(stream)
    middle = len(found) // 2
    return b"".join([*found[:middle], ended(found[middle]), *found[middle + 1 :]])


def with_second_end(stream: bytes) -> bytes:
    """Adds what Telegram's Swift client writes: after the last page another, empty one that ends the stream again."""
    last = pages(stream)[-1]
    sequence = struct.unpack_from("<I", last, _SEQUENCE_AT)[0] + 1
    empty = last[:_SEQUENCE_AT] + struct.pack("<I", sequence) + bytes(4) + b"\x00"
    return stream + ended(empty)


def with_bad_checksum(stream: bytes) -> bytes:
    """Spoils the checksum of one page in the middle, so that the whole page is dropped."""
    found = pages(stream)
    middle = found[len(found) // 2]
    spoilt = middle[:_CHECKSUM_AT] + bytes(4) + middle[_CHECKSUM_AT + 4 :]
    return b"".join(spoilt if page is middle else page for page in found)


def page_seconds(stream: bytes) -> list[float]:
    """How long each page of an Opus stream lasts, by its granule position (48 kHz)."""
    ends = [struct.unpack_from("<q", page, _GRANULE_AT)[0] / 48_000 for page in pages(stream)]
    return [end - start for start, end in zip([0.0, *ends], ends, strict=False)]
