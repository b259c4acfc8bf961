"""Turns a MOV into one whose sound lies in another file: its data reference becomes an alias to an absolute path.

Source: Apple, QuickTime File Format, "Data Reference Atoms"; alias fields at the places where FFmpeg reads
them.
"""

import struct
from pathlib import Path

_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref")


def write_external(source: Path, changed: Path, *, target: Path) -> None:
    """Needs a MOV of one track whose index comes after its sound, as ffmpeg writes it: no sample offset then moves."""
    body = source.read_bytes()
    alias = _alias(target)
    at = body.rindex(b"moov") - 4
    assert body.index(b"mdat") < at
    starts = []
    for name in _PARENTS:
        at = body.index(name, at + 4) - 4
        starts.append(at)
    entry = starts[-1] + 16
    size = struct.unpack_from(">I", body, entry)[0]
    grown = bytearray(body[:entry] + alias + body[entry + size :])
    for start in starts:
        (old,) = struct.unpack_from(">I", body, start)
        struct.pack_into(">I", grown, start, old + len(alias) - size)
    changed.write_bytes(grown)


def _alias(target: Path) -> bytes:
    path = str(target).encode()
    path += bytes(len(path) % 2)
    volume, name = b"disk", target.name.encode()
    record = bytes(10) + bytes([len(volume)]) + volume.ljust(27, b"\0") + bytes(12)
    record += bytes([len(name)]) + name.ljust(63, b"\0") + bytes(16) + struct.pack(">HH", 1, 1) + bytes(16)
    record += struct.pack(">HH", 2, len(path)) + path + struct.pack(">HH", 0xFFFF, 0)
    return struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record
