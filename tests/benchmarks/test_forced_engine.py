import numpy as np
import pytest

from benchmarks.forced_engine import ForcedEngine, sound_seconds
from dabir_core.arrays import LogMel
from dabir_core.speech import log_mel
from tests.fakes import FakeEngine

END = 50
WORD = 7
WINDOW_SECONDS = 30


def window(seconds: float) -> LogMel:
    """(M, F) of white noise, padded with silence as every engine gets it."""
    waveform = np.zeros(WINDOW_SECONDS * 16_000, np.float32)
    waveform[: round(seconds * 16_000)] = np.random.default_rng(0).normal(0, 0.1, round(seconds * 16_000))
    return log_mel(waveform, mel_bins=80)


def engine(says: int = WORD) -> ForcedEngine:
    return ForcedEngine(FakeEngine(lambda _window, _fed: says), tokens_per_second=100 / 30, end_of_text=END)


@pytest.mark.parametrize("seconds", [0.5, 9.0, 29.0])
def test_sound_ends_where_padding_begins(seconds: float) -> None:
    assert sound_seconds(window(seconds)) == pytest.approx(seconds, abs=0.03)  # a frame hears 12.5 ms to either side


def test_silence_has_no_sound() -> None:
    assert sound_seconds(window(0.0)) == 0.0


@pytest.mark.parametrize(("seconds", "tokens"), [(30.0, 100), (15.0, 50), (6.0, 20)])
@pytest.mark.parametrize("says", [WORD, END])
def test_a_row_says_as_many_tokens_as_its_sound_is_long_whatever_the_engine_says(
    seconds: float, tokens: int, says: int
) -> None:
    forced = engine(says)
    cache = forced.encode(window(seconds)[np.newaxis]).start([0])
    cache.step(np.array([[1]]))
    said, logits = 0, cache.step(np.array([[2, 3, 4]]))
    while logits.argmax() != END:
        said, logits = said + 1, cache.step(logits.argmax(axis=1, keepdims=True))
    assert said == tokens


def test_rows_keep_their_counts_when_others_leave_and_join() -> None:
    encoded = engine().encode(np.stack([window(30.0), window(0.3), window(0.6)]))
    cache, newcomer = encoded.start([0, 1]), encoded.start([2])
    for rows in (cache, newcomer):
        rows.step(np.full((len(rows.lengths), 4), 1))
    cache.reorder([1])
    cache.join(newcomer)
    ends = []
    for _ in range(3):
        ends.append((cache.step(np.full((2, 1), WORD)).argmax(axis=1) == END).tolist())
    assert ends == [[True, False], [True, True], [True, True]]


def test_work_is_counted() -> None:
    forced = engine()
    encoded = forced.encode(np.stack([window(30.0), window(10.0)]))
    cache = encoded.start([0, 1, 1])
    cache.step(np.full((3, 4), 1))
    cache.step(np.full((3, 1), 1))
    assert (forced.work.windows, forced.work.steps, forced.work.row_steps) == (2, 2, 6)
    assert forced.work.sound_s == pytest.approx(40.0, abs=0.05)
