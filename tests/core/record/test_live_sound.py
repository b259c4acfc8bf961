"""Reading along with a file that grows: a tone, judged by decoding the whole file afterwards."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dabir_core.audio import open_audio
from dabir_core.record.growth import Growth
from dabir_core.record.live_sound import LONGEST_BLOCK, LiveBlock, LiveSound
from dabir_core.record.recording import GapKind
from dabir_core.record.wave_file import WaveFile, WaveFormat
from dabir_core.units import SAMPLE_RATE_HZ

STEREO = WaveFormat(48_000, 2)


class Writer:
    """Writes a tone, and tells of it as a tape does."""

    def __init__(self, path: Path, form: WaveFormat = STEREO) -> None:
        self.growth = Growth()
        self.form = form
        self.path = path
        self._file = WaveFile(path, form)
        self.growth.begin(path, form)

    def write(self, seconds: float) -> None:
        frames = round(seconds * self.form.rate_hz)
        times = (self._file.frames + np.arange(frames)) / self.form.rate_hz
        tone = np.round(8000 * np.sin(2 * np.pi * 440 * times)).astype("<i2")
        self._file.append(np.repeat(tone[:, None], self.form.channels, axis=1).tobytes())
        self.growth.grow(frames)

    def gap(self, seconds: float, kind: GapKind) -> None:
        silence = round(seconds * self.form.rate_hz)
        self._file.append_silence(silence)
        self.growth.add_break(silence, kind)

    def finish(self) -> None:
        if not self.growth.is_over:
            self._file.close()
            self.growth.finish()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path / "a.wav")
    yield writer
    writer.finish()


def decoded(path: Path) -> np.ndarray:
    with open_audio(path) as decoding:
        return np.concatenate(list(decoding))


def check_places(blocks: list[LiveBlock], path: Path) -> None:
    """Every block is what stands at its place in the file, but at the ends of a stretch, where a filter rings."""
    whole = decoded(path)
    for block in blocks:
        first = round(block.start * SAMPLE_RATE_HZ)
        there = whole[first : first + len(block.samples)]
        inner = slice(400, -400)
        np.testing.assert_allclose(block.samples[: len(there)][inner], there[inner], atol=2e-3)


@pytest.mark.parametrize("form", [STEREO, WaveFormat(16_000, 1), WaveFormat(44_100, 1)])
def test_blocks_are_the_sound_of_the_file(form: WaveFormat, tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.wav", form)
    live = LiveSound(writer.growth)
    blocks = []
    for _ in range(30):
        writer.write(0.1)
        while live.behind >= 0.2 and (block := live.take(1.0)) is not None:
            blocks.append(block)
    writer.finish()
    blocks += list(live)
    assert all(block.after is None for block in blocks)
    assert sum(len(block.samples) for block in blocks) == pytest.approx(3 * SAMPLE_RATE_HZ, abs=2)
    check_places(blocks, writer.path)


def test_a_reader_that_is_behind_gets_it_all_in_blocks_of_a_second(writer: Writer) -> None:
    writer.write(10.0)
    writer.finish()
    live = LiveSound(writer.growth)
    assert live.behind == 10.0
    blocks = list(live)
    assert live.behind == 0.0
    assert max(len(block.samples) for block in blocks) <= LONGEST_BLOCK * SAMPLE_RATE_HZ + 400
    assert sum(len(block.samples) for block in blocks) == pytest.approx(10 * SAMPLE_RATE_HZ, abs=2)


def test_silence_of_a_gap_is_not_given_and_the_block_after_it_says_so(writer: Writer) -> None:
    writer.write(1.0)
    writer.gap(5.0, GapKind.LOST)
    writer.write(1.0)
    writer.finish()
    blocks = list(LiveSound(writer.growth))
    before = [block for block in blocks if block.start < 1.0]
    after = [block for block in blocks if block.start >= 1.0]
    assert before[-1].end == pytest.approx(1.0, abs=1e-3)
    assert (after[0].start, after[0].after) == (6.0, GapKind.LOST)
    assert after[-1].end == pytest.approx(7.0, abs=1e-3)
    assert [block.after for block in (*before, *after[1:])] == [None] * (len(blocks) - 1)
    check_places(blocks, writer.path)


def test_a_pause_takes_no_time_and_is_marked(writer: Writer) -> None:
    writer.write(1.0)
    writer.gap(0.0, GapKind.PAUSE)
    writer.write(1.0)
    writer.finish()
    blocks = list(LiveSound(writer.growth))
    marked = [(block.start, block.after) for block in blocks if block.after is not None]
    assert marked == [(1.0, GapKind.PAUSE)]
    assert blocks[-1].end == pytest.approx(2.0, abs=1e-3)


def test_a_reader_that_waits_for_nothing_is_told_so(writer: Writer) -> None:
    live = LiveSound(writer.growth)
    assert live.take(0.01) is None
    writer.write(0.1)
    assert live.take(0.01) is None
    assert not live.is_over
    writer.write(0.1)
    assert live.take(0.01) is not None


@pytest.mark.parametrize("timeout", [None, 1.0])
def test_a_recording_that_never_began_ends_its_readers(timeout: float | None) -> None:
    growth = Growth()
    live = LiveSound(growth)
    threading.Timer(0.05, growth.finish).start()
    assert live.take(timeout) is None
    assert live.is_over
    assert list(live) == []


def test_a_reader_waits_for_the_sound(writer: Writer) -> None:
    live = LiveSound(writer.growth)
    threading.Timer(0.05, writer.write, [0.5]).start()
    block = live.take()
    assert block is not None
    assert block.start == 0.0


def test_a_gap_at_the_end_gives_no_block(writer: Writer) -> None:
    writer.write(0.5)
    writer.gap(0.0, GapKind.LOST)
    writer.finish()
    blocks = list(LiveSound(writer.growth))
    assert blocks[-1].end == pytest.approx(0.5, abs=1e-3)


def test_who_begins_later_hears_what_the_others_hear_from_there_on(writer: Writer) -> None:
    writer.write(2.0)
    writer.gap(0.5, GapKind.LOST)
    writer.write(1.0)
    writer.finish()
    (first, *_), whole = LiveSound(writer.growth, start=2.75), decoded(writer.path)
    assert first.start == pytest.approx(2.75)
    assert first.after is None
    np.testing.assert_allclose(first.samples[800:4000], whole[44_800:48_000], atol=1e-3)
