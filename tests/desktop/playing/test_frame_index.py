"""Places in files that are nothing but frames, against arithmetic and ffprobe's list of packets."""

import subprocess
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from dabir_core.audio.pyav import open_sound_track
from dabir_desktop.playing.frame_index import FrameIndex

SECONDS = 20


@pytest.fixture(scope="module")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds of a sweep: its bit rate varies."""
    path = tmp_path_factory.mktemp("frames") / "a.mp3"
    sweep = f"aevalsrc=0.4*sin(2*PI*(200+100*t)*t):d={SECONDS}:s=44100"
    ffmpeg("-f", "lavfi", "-i", sweep, "-q:a", "4", path)
    return path


@pytest.fixture
def index(mp3: Path) -> Iterator[FrameIndex]:
    index = FrameIndex(mp3)
    yield index
    index.close()


def ffmpeg(*arguments: object) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *map(str, arguments)], check=True, timeout=60)


def packets(path: Path) -> dict[int, float]:
    """Byte and second of each frame, as ffprobe has them."""
    command = ["ffprobe", "-v", "error", "-show_entries", "packet=pos,pts_time:stream=start_time", "-of", "csv=p=0"]
    told = subprocess.run([*command, str(path)], capture_output=True, encoding="ascii", check=True, timeout=60).stdout
    lines = [line.split(",") for line in told.split()]
    start = float(next(line[0] for line in lines if len([word for word in line if word]) == 1))
    pairs = [(int(line[1]), float(line[0]) - start) for line in lines if len([word for word in line if word]) == 2]
    return dict(pairs)


def test_places_are_those_of_frames_and_a_second_apart(index: FrameIndex, mp3: Path) -> None:
    known = packets(mp3)
    found = [index.before(float(second)) for second in range(1, SECONDS)]
    for second, each in enumerate(found, start=1):
        assert second - 1.1 <= each.place <= second
        begun = known[mp3.read_bytes().index(each.part.read(200))] if each.place else 0.0
        assert each.place == pytest.approx(begun, abs=1e-4)
    assert all(later.place - each.place >= 1.0 for each, later in pairwise(found) if later != each)


def test_the_file_opened_there_begins_with_that_frame(index: FrameIndex) -> None:
    known = index.before(12.0)
    container, stream = open_sound_track(known.part)
    with container:
        samples = sum(frame.samples for frame in container.decode(stream))
    assert samples / 44_100 == pytest.approx(SECONDS - known.place, abs=0.1)


def test_who_asks_before_it_is_read_waits_for_it(mp3: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_read, read = threading.Event(), FrameIndex._read
    monkeypatch.setattr(FrameIndex, "_read", lambda self: (may_read.wait(10), read(self)))
    index, answers = FrameIndex(mp3), list[float]()
    asking = threading.Thread(target=lambda: answers.append(index.before(15.0).place))
    asking.start()
    asking.join(0.1)
    assert answers == []
    may_read.set()
    asking.join(10)
    assert 13.9 <= answers[0] <= 15.0
    index.close()


def test_beyond_the_end_is_the_last_place(index: FrameIndex) -> None:
    assert SECONDS - 1.2 <= index.before(3600.0).place <= SECONDS


def test_a_damaged_file_is_known_as_far_as_it_can_be_read(mp3: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.mp3"
    half.write_bytes(mp3.read_bytes()[: mp3.stat().st_size // 2])
    index = FrameIndex(half)
    whole = FrameIndex(mp3)
    assert index.before(3600.0).place < SECONDS * 0.75
    assert index.before(3.0).place == whole.before(3.0).place
    index.close()
    whole.close()


def test_what_is_no_sound_is_one_place_at_its_start(tmp_path: Path) -> None:
    text = tmp_path / "a.mp3"
    text.write_text("not a frame in sight " * 10_000, encoding="ascii")
    index = FrameIndex(text)
    assert index.before(5.0).place == 0.0
    index.close()


def test_it_can_be_closed_while_it_reads(mp3: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.mp3"
    with long.open("wb") as file:
        for _ in range(200):
            file.write(mp3.read_bytes())
    index = FrameIndex(long)
    index.close()
    assert index._file.closed
    assert not index._thread.is_alive()
