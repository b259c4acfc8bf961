"""Judged by Python's own `wave` module and by ffprobe."""

import json
import subprocess
import wave
from pathlib import Path

import pytest

from dabir_core.record.wave_file import HEADER_BYTES, WaveFile, WaveFormat, header, mend

STEREO = WaveFormat(48_000, 2)
SOUND = bytes(range(1, 241))  # 60 frames of 4 bytes


def read(path: Path) -> tuple[int, int, int, bytes]:
    with wave.open(str(path), "rb") as file:
        frames = file.getnframes()
        return file.getframerate(), file.getnchannels(), frames, file.readframes(frames)


def probed(path: Path) -> dict[str, object]:
    command = [
        "ffprobe",
        "-v",
        "error",
        "-show_entries",
        "stream=sample_rate,channels,duration",
        "-of",
        "json",
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    (stream,) = json.loads(done.stdout)["streams"]
    assert isinstance(stream, dict)
    return stream


def test_a_file_that_was_closed_is_a_wav(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    file = WaveFile(path, STEREO)
    file.append(SOUND)
    file.append(SOUND)
    assert file.frames == 120
    file.close()
    assert read(path) == (48_000, 2, 120, SOUND + SOUND)


def test_what_was_appended_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    file = WaveFile(path, STEREO)
    file.append(SOUND)
    assert path.read_bytes()[HEADER_BYTES:] == SOUND
    file.note_length()
    assert read(path) == (48_000, 2, 60, SOUND)
    file.append(SOUND)
    assert path.read_bytes()[HEADER_BYTES:] == SOUND + SOUND
    file.close()


def test_silence_is_zeros_and_sound_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    file = WaveFile(path, WaveFormat(16_000, 1))
    file.append(SOUND)
    file.append_silence(1000)
    file.append(SOUND)
    file.close()
    assert read(path) == (16_000, 1, 1240, SOUND + bytes(2000) + SOUND)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        WaveFile(path, STEREO)
    assert path.read_bytes() == b"somebody's"


def test_mending_counts_what_the_head_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(header(STEREO, 0) + SOUND)
    assert mend(path, STEREO) == 60
    assert read(path) == (48_000, 2, 60, SOUND)


def test_mending_cuts_part_of_a_frame_off(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(header(STEREO, 0) + SOUND + b"\x01\x02\x03")
    assert mend(path, STEREO) == 60
    assert read(path) == (48_000, 2, 60, SOUND)


@pytest.mark.parametrize("length", [0, 1, 44, HEADER_BYTES - 1, HEADER_BYTES])
def test_mending_a_file_that_was_hardly_begun_gives_an_empty_wav(length: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(header(STEREO, 0)[:length])
    assert mend(path, STEREO) == 0
    assert read(path) == (48_000, 2, 0, b"")


def test_mending_twice_changes_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(header(STEREO, 0) + SOUND + b"\x01")
    mend(path, STEREO)
    once = path.read_bytes()
    mend(path, STEREO)
    assert path.read_bytes() == once


def test_more_than_four_gigabytes_are_one_file(tmp_path: Path) -> None:
    """7 hours of 48 kHz stereo are 4 838 400 000 bytes; a file with a hole takes no room."""
    path = tmp_path / "long.wav"
    seconds = 7 * 3600
    with path.open("wb") as file:
        file.truncate(HEADER_BYTES + seconds * 48_000 * 4)
    assert mend(path, STEREO) == seconds * 48_000
    said = probed(path)
    assert (said["sample_rate"], said["channels"]) == ("48000", 2)
    assert float(str(said["duration"])) == pytest.approx(seconds)


def test_the_last_size_that_needs_no_rf64_is_a_plain_wav() -> None:
    """RIFF counts all that follows its first 8 bytes, in 32 bits."""
    largest = 0xFFFFFFFF - (HEADER_BYTES - 8)
    assert header(STEREO, largest - largest % 4)[:4] == b"RIFF"
    assert header(STEREO, largest - largest % 4 + 4)[:4] == b"RF64"
