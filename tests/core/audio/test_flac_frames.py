from pathlib import Path

import av
import pytest

from dabir_core.audio.flac_frames import split_frames


def frames_of(path: Path) -> list[bytes]:
    """FFmpeg's own parser on an undamaged file gives one frame a packet."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


@pytest.mark.parametrize("name", ["s16_44k.flac", "s24_96k.flac", "surround.flac"])
def test_whole_frames_stay_whole(media: Path, name: str) -> None:
    for frame in frames_of(media / name):
        assert split_frames(frame) == [frame]


@pytest.mark.parametrize("name", ["s16_44k.flac", "s24_96k.flac"])
def test_joined_frames_come_apart(media: Path, name: str) -> None:
    frames = frames_of(media / name)
    assert split_frames(b"".join(frames[3:6])) == frames[3:6]


def test_a_bad_frame_does_not_take_its_neighbour_along(media: Path) -> None:
    first, second, third = frames_of(media / "s16_44k.flac")[1:4]
    spoilt = second[:5] + bytes([second[5] ^ 64]) + second[6:]
    assert split_frames(first + spoilt + third) == [first + spoilt, third]


def test_frames_out_of_their_order_are_left_alone(media: Path) -> None:
    frames = frames_of(media / "s16_44k.flac")
    assert split_frames(frames[5] + frames[2]) == [frames[5] + frames[2]]


@pytest.mark.parametrize("packet", [b"", b"\xff", b"\xff\xf8", b"\xff\xf8" * 30, bytes(100), b"\xff" * 100])
def test_what_is_no_frame_is_one_piece(packet: bytes) -> None:
    assert split_frames(packet) == [packet]
