import io
import struct
import wave

import pytest

from dabir_core.audio.wave_header import HeaderError, WaveHeader, read_wave_header


def wav(channels: int, *, mask: int | None = None, before: bytes = b"") -> bytes:
    plain = struct.pack("<HHIIHH", 3, channels, 44_100, 44_100 * 4 * channels, 4 * channels, 32)
    if mask is not None:
        plain += struct.pack("<HHI16s", 22, 32, mask, b"\x03".ljust(16, b"\0"))
    body = before + b"fmt " + struct.pack("<I", len(plain)) + plain + b"data\xff\xff\xff\xff"
    return b"RIFF\xff\xff\xff\xffWAVE" + body + b"samples"


@pytest.mark.parametrize(
    ("channels", "mask", "names"),
    [
        (1, None, ("FC",)),
        (2, None, ("FL", "FR")),
        (6, 0x60F, ("FL", "FR", "FC", "LFE", "SL", "SR")),  # Microsoft's 5.1 with side speakers
        (6, 0x3F, ("FL", "FR", "FC", "LFE", "BL", "BR")),
        (3, 0, ("channel 0", "channel 1", "channel 2")),
        (3, 0x3, ("channel 0", "channel 1", "channel 2")),
    ],
)
def test_channels_are_named_by_the_mask(channels: int, mask: int | None, names: tuple[str, ...]) -> None:
    assert read_wave_header(io.BytesIO(wav(channels, mask=mask))) == WaveHeader(44_100, names)


def test_reading_stops_at_the_first_sample() -> None:
    stream = io.BytesIO(wav(1, before=b"LIST\x03\x00\x00\x00abc\x00"))
    read_wave_header(stream)
    assert stream.read() == b"samples"


def test_a_file_of_the_standard_library_is_read() -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"\0" * 8)
    buffer.seek(0)
    assert read_wave_header(buffer).rate_hz == 8_000


@pytest.mark.parametrize("length", [0, 4, 12, 20, 40])
def test_a_stream_that_ends_early_is_told(length: int) -> None:
    with pytest.raises(HeaderError):
        read_wave_header(io.BytesIO(wav(2)[:length]))


def test_samples_without_a_format_are_told() -> None:
    with pytest.raises(HeaderError):
        read_wave_header(io.BytesIO(b"RIFF\xff\xff\xff\xffWAVEdata\xff\xff\xff\xff"))
