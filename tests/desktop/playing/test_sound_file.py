"""Sound from any place on, against ffmpeg's own decoding of the whole file."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from dabir_core.errors import EmptySource, NoAudioStream, NotMedia, SourceMissing
from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Stereo
from dabir_desktop.playing.sound_file import SoundFile

KINDS = {
    "wav": ["-c:a", "pcm_s16le"],
    "flac": [],
    "mp3": ["-q:a", "5"],
    "m4a": ["-b:a", "96k"],
    "ogg": ["-c:a", "libvorbis"],
    "opus": ["-b:a", "64k"],
    "mka": ["-c:a", "libopus"],
}
LENGTH = 20.0


def ffmpeg(*arguments: object) -> bytes:
    command = ["ffmpeg", "-v", "error", "-nostdin", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


@pytest.fixture(scope="session")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise, so that every place is like no other: 44.1 kHz, two channels that differ."""
    path = tmp_path_factory.mktemp("noise") / "noise.wav"
    low = "highpass=f=200,lowpass=f=3000"
    left = f"anoisesrc=d={LENGTH}:r=44100:a=0.4:seed=1,{low}[l]"
    right = f"anoisesrc=d={LENGTH}:r=44100:a=0.4:seed=2,{low}[r]"
    ffmpeg("-filter_complex", f"{left};{right};[l][r]join=inputs=2:channel_layout=stereo", "-c:a", "pcm_s16le", path)
    return path


@dataclass(frozen=True)
class Known:
    """A file, and all of its sound."""

    path: Path
    whole: Stereo


@pytest.fixture(scope="session", params=KINDS)
def sound(request: pytest.FixtureRequest, noise: Path) -> Known:
    path = noise.with_name(f"a.{request.param}")
    ffmpeg("-i", noise, *KINDS[request.param], path)
    return Known(path, decoded(path))


def decoded(path: Path) -> Stereo:
    output = ffmpeg("-i", path, "-ac", 2, "-ar", OUTPUT_RATE_HZ, "-f", "f32le", "-")
    return np.frombuffer(output, "<f4").reshape(-1, 2)


def read(file: SoundFile, at: float, seconds: float = 1.0) -> Stereo:
    blocks = list[Stereo]()
    for block in file.read(at):
        blocks.append(block)
        if sum(map(len, blocks)) >= seconds * OUTPUT_RATE_HZ:
            break
    return np.concatenate(blocks)[: round(seconds * OUTPUT_RATE_HZ)]


def lag_frames(heard: Stereo, whole: Stereo, at: float, *, within: float = 0.3) -> int:
    """How much later than at that place `heard` is found in `whole`."""
    first = round(at * OUTPUT_RATE_HZ)
    before = min(first, round(within * OUTPUT_RATE_HZ))
    around = whole[first - before : first + len(heard) + before, 0]
    size = 1 << (len(around) + len(heard)).bit_length()
    spectrum = np.fft.rfft(around, size) * np.conj(np.fft.rfft(heard[:, 0], size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: 2 * before + 1])) - before


@pytest.mark.parametrize("at", [0.0, 0.05, 7.3141, 13.0, 18.9])
def test_any_place_is_found_to_a_thousandth_of_a_second(sound: Known, at: float) -> None:
    file = SoundFile(sound.path)
    try:
        heard = read(file, at)
        assert abs(lag_frames(heard, sound.whole, at)) <= OUTPUT_RATE_HZ // 1000
    finally:
        file.close()


def test_one_opened_file_is_read_from_many_places(noise: Path) -> None:
    file, whole = SoundFile(noise), decoded(noise)
    for place in (15.0, 2.0, 19.5, 0.0):
        heard = read(file, place, 0.25)
        first = round(place * OUTPUT_RATE_HZ)
        assert np.abs(heard - whole[first : first + len(heard)]).max() < 0.02
    assert list(file.read(LENGTH + 1)) == []
    file.close()


def test_a_file_is_read_to_its_end(noise: Path) -> None:
    file = SoundFile(noise)
    assert sum(map(len, file.read(18.0))) == pytest.approx(2 * OUTPUT_RATE_HZ, abs=50)
    file.close()


def test_links_of_a_chained_file_are_one_sound(tmp_path: Path) -> None:
    chained = tmp_path / "chained.ogg"
    for number, frequency in enumerate((440, 880)):
        tone = f"sine=f={frequency}:d=3:r=48000"
        ffmpeg("-f", "lavfi", "-i", tone, "-c:a", "libopus", "-ac", 1 + number, tmp_path / f"{number}.ogg")
    chained.write_bytes(b"".join((tmp_path / f"{number}.ogg").read_bytes() for number in range(2)))
    file = SoundFile(chained)
    for at, frequency in ((1.0, 440), (4.0, 880)):
        spectrum = np.abs(np.fft.rfft(read(file, at)[:, 0]))
        assert np.argmax(spectrum) == pytest.approx(frequency, abs=2)
    file.close()


def test_what_cannot_be_played_says_why(tmp_path: Path) -> None:
    text, empty, mute = tmp_path / "a.txt", tmp_path / "b.wav", tmp_path / "c.mp4"
    text.write_text("سلام", encoding="utf-8")
    empty.touch()
    ffmpeg("-f", "lavfi", "-i", "color=d=0.2:s=16x16", mute)
    for path, error in ((tmp_path / "none", SourceMissing), (text, NotMedia), (empty, EmptySource)):
        with pytest.raises(error):
            SoundFile(path)
    with pytest.raises(NoAudioStream):
        SoundFile(mute)


def test_places_in_a_joined_mp3_are_those_of_its_frames(tmp_path: Path) -> None:
    """As recorders that rotate their files leave them: the head of the first part knows nothing of the others."""
    joined, parts = tmp_path / "joined.mp3", list[bytes]()
    for number, bits in enumerate(("32k", "128k", "64k")):
        tone = f"sine=f={400 * (number + 1)}:d=10:r=48000"
        ffmpeg("-f", "lavfi", "-i", tone, "-b:a", bits, "-write_xing", 0, "-id3v2_version", 0, tmp_path / "part.mp3")
        parts.append((tmp_path / "part.mp3").read_bytes())
        (tmp_path / "part.mp3").unlink()
    joined.write_bytes(b"".join(parts))
    file = SoundFile(joined)
    for at, frequency in ((25.0, 1200), (5.0, 400), (15.0, 800), (28.0, 1200)):
        assert np.argmax(np.abs(np.fft.rfft(read(file, at)[:, 0]))) == pytest.approx(frequency, abs=2)
    length = sum(map(len, file.read(0.0))) / OUTPUT_RATE_HZ
    tail = sum(map(len, file.read(29.0))) / OUTPUT_RATE_HZ
    assert tail == pytest.approx(length - 29.0, abs=0.001)
    file.close()
