import weakref
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.speech.spans import SpeechSpan, speech_spans
from dabir_core.speech.vad import SileroVad
from dabir_core.speech.vad_runners import load_silero
from dabir_core.speech.windower import Windower
from dabir_core.speech.windows import Window
from dabir_core.units import SAMPLE_RATE_HZ
from tests.core.speech.conftest import SpokenRecording
from tests.core.speech.readable_vad import ReadableVad


class SilentLateVad(ReadableVad):
    """Answers for the first block only."""

    def __init__(self) -> None:
        super().__init__()
        self._has_answered = False

    def probabilities(self, block: Waveform) -> NDArray[np.float32]:
        if self._has_answered:
            return np.zeros(0, np.float32)
        self._has_answered = True
        return super().probabilities(block)


def _recording(runs: Sequence[tuple[float, int]], extra_samples: int = 0) -> Waveform:
    """A waveform whose frames have the given probabilities; signs vary, so that stretches can be told apart."""
    levels = np.repeat([level for level, _ in runs], [512 * frames for _, frames in runs]).astype(np.float32)
    waveform: Waveform = np.concatenate([levels, np.full(extra_samples, 0.9, np.float32)])
    signs: Waveform = np.random.default_rng(waveform.size).choice(np.array([-1, 1], np.float32), waveform.size)
    return np.multiply(waveform, signs)


def _windows(waveform: Waveform, limit_samples: int, cuts: Sequence[int] = ()) -> list[Window]:
    windower = Windower(ReadableVad(), limit_samples)
    windows = [window for block in np.split(waveform, sorted(cuts)) for window in windower.push(block)]
    return windows + windower.finish()


def _told(windows: Sequence[Window]) -> list[object]:
    return [(window.start_samples, window.spans, window.waveform.tobytes()) for window in windows]


_RUNS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.9, 1.0]), st.sampled_from([1, 2, 3, 5, 8, 20, 40, 70, 150])),
    max_size=20,
)
_LIMITS = st.sampled_from([64_000, 100_000, 320_000])


@given(runs=_RUNS, extra=st.integers(0, 511), limit=_LIMITS, cuts=st.lists(st.integers(0, 400_000), max_size=12))
@settings(max_examples=30, deadline=None)
def test_windows_do_not_depend_on_the_blocks(
    runs: list[tuple[float, int]], extra: int, limit: int, cuts: list[int]
) -> None:
    waveform = _recording(runs, extra)
    assert _told(_windows(waveform, limit, cuts)) == _told(_windows(waveform, limit))


@given(runs=_RUNS, extra=st.integers(0, 511), limit=_LIMITS)
@settings(max_examples=60, deadline=None)
def test_windows_hold_all_speech_once(runs: list[tuple[float, int]], extra: int, limit: int) -> None:
    waveform = _recording(runs, extra)
    vad = ReadableVad()
    probabilities = np.concatenate([vad.probabilities(waveform), vad.finish()])
    is_speech, is_said = (np.zeros(waveform.size, bool) for _ in range(2))
    for span in speech_spans(probabilities, total_samples=waveform.size):
        is_speech[span.start_samples : span.end_samples] = True
    end_before = 0
    for window in _windows(waveform, limit, range(0, waveform.size, 16_000)):
        assert end_before <= window.start_samples < window.end_samples <= waveform.size
        assert window.waveform.size <= limit
        assert np.array_equal(window.waveform, waveform[window.start_samples : window.end_samples])
        for span in window.spans:
            assert window.start_samples <= span.start_samples < span.end_samples <= window.end_samples
            is_said[span.start_samples : span.end_samples] = True
        end_before = window.end_samples
    assert not np.any(is_speech & ~is_said)
    assert limit < waveform.size or np.array_equal(is_said, is_speech)  # a forced cut may count a click or a breath


def test_cut_lies_inside_a_recording_whose_last_frame_is_not_full() -> None:
    waveform = _recording([(0.0, 9), (0.6, 20), (0.4, 170)], extra_samples=1)  # full when one sample of frame 199 is in
    windows = _windows(waveform, 64_000)
    assert [window.spans[-1].end_samples <= window.end_samples for window in windows] == [True] * len(windows)
    assert windows[-1].end_samples == waveform.size


def test_limit_may_be_changed_between_blocks() -> None:
    waveform = _recording([(1.0, 2500)])
    windower = Windower(ReadableVad(), 320_000)
    first = windower.push(waveform[:400_000])
    windower.limit_samples = 160_000
    assert windower.limit_samples == 160_000
    later = windower.push(waveform[400_000:]) + windower.finish()
    assert [window.waveform.size > 160_000 for window in first] == [True]
    assert len(later) >= 6
    assert all(window.waveform.size <= 160_000 for window in later)


@pytest.mark.parametrize("level", [0.0, 1.0], ids=["silence", "speech"])
def test_memory_holds_one_window_and_no_silence(level: float) -> None:
    windower = Windower(ReadableVad(), 320_000)
    alive: weakref.WeakValueDictionary[int, Waveform] = weakref.WeakValueDictionary()
    most = 0
    for second in range(120):
        block = np.full(SAMPLE_RATE_HZ, level, np.float32)
        alive[second] = block
        windower.push(block)
        del block
        most = max(most, len(alive))
    assert most <= (23 if level else 3)


def test_window_is_given_while_the_recording_goes_on() -> None:
    windower = Windower(ReadableVad(), 320_000)
    assert windower.push(_recording([(0.0, 30), (1.0, 60)])) == []
    assert windower.push(_recording([(0.0, 60)])) == []
    assert len(windower.push(_recording([(0.0, 10)]))) == 1
    assert windower.finish() == []


def test_recording_without_a_sample_has_no_windows() -> None:
    assert _windows(np.zeros(0, np.float32), 320_000) == []


@pytest.fixture(scope="module")
def heard(spoken: SpokenRecording) -> list[Window]:
    windower = Windower(SileroVad(load_silero()), 20 * SAMPLE_RATE_HZ)
    blocks = np.split(spoken.waveform, range(SAMPLE_RATE_HZ, spoken.waveform.size, SAMPLE_RATE_HZ))
    return [window for block in blocks for window in windower.push(block)] + windower.finish()


def test_sentences_parted_by_long_silence_are_windows_of_their_own(heard: list[Window]) -> None:
    assert len(heard) == 2  # pauses of 0.6 and 0.8 s stay inside, 4 s parts


def test_span_edges_lie_where_the_sentences_begin_and_end(heard: list[Window], spoken: SpokenRecording) -> None:
    spans = [span for window in heard for span in window.spans]
    for start, end in spoken.sentences:
        inside = [span for span in spans if span.start_samples < end and span.end_samples > start]
        assert inside[0].start_samples == pytest.approx(start, abs=0.15 * SAMPLE_RATE_HZ)
        assert inside[-1].end_samples == pytest.approx(end, abs=0.15 * SAMPLE_RATE_HZ)


def test_windows_hold_the_speech_and_not_the_long_silence(heard: list[Window], spoken: SpokenRecording) -> None:
    is_heard = np.zeros(spoken.waveform.size, bool)
    for window in heard:
        is_heard[window.start_samples : window.end_samples] = True
    assert all(is_heard[start:end].mean() >= 0.99 for start, end in spoken.sentences)
    padding = round(0.6 * SAMPLE_RATE_HZ)
    (_, second_end), (third_start, _) = spoken.sentences[1:3]
    assert not is_heard[second_end + padding : third_start - padding].any()
    assert not is_heard[: spoken.sentences[0][0] - padding].any()


@pytest.mark.parametrize("level_db", [-70, -40, -10])
def test_noise_gives_no_window(level_db: int) -> None:
    noise = np.random.default_rng(1).standard_normal(8 * SAMPLE_RATE_HZ) * 10 ** (level_db / 20)
    windower = Windower(SileroVad(load_silero()), 20 * SAMPLE_RATE_HZ)
    assert windower.push(noise.clip(-1, 1).astype(np.float32)) + windower.finish() == []


def test_short_answer_alone_is_heard(spoken: SpokenRecording) -> None:
    start, _ = spoken.sentences[0]
    answer = np.concatenate(
        [np.zeros(SAMPLE_RATE_HZ), spoken.waveform[start : start + 6_000], np.zeros(SAMPLE_RATE_HZ)]
    )
    windower = Windower(SileroVad(load_silero()), 20 * SAMPLE_RATE_HZ)
    windows = windower.push(answer.astype(np.float32)) + windower.finish()
    assert len(windows) == 1


def test_what_is_open_is_the_speech_that_no_window_holds_to_the_last_sample_heard() -> None:
    """Half a second of silence, speech, and half a frame that has no probability yet; 0.3 s of pre-roll."""
    waveform = _recording([(0.0, 16), (1.0, 40)], extra_samples=256)
    windower = Windower(ReadableVad(), 320_000)
    assert windower.open_window is None
    windower.push(waveform[: 16 * 512])
    assert windower.open_window is None
    windower.push(waveform[16 * 512 :])
    window = windower.open_window
    assert window is not None
    assert (window.start_samples, window.end_samples) == (16 * 512 - 4_800, waveform.size)
    assert window.spans == (SpeechSpan(16 * 512, 56 * 512),)
    assert np.array_equal(window.waveform, waveform[window.start_samples :])
    windower.finish()
    assert windower.open_window is None


def test_what_is_open_is_no_longer_than_a_window_may_be() -> None:
    """The detector may be behind: here it has said nothing of the last 5 s."""
    windower = Windower(SilentLateVad(), 64_000)
    windower.push(_recording([(1.0, 100)]))
    windower.push(_recording([(1.0, 150)]))
    window = windower.open_window
    assert window is not None
    assert window.waveform.size == 64_000
