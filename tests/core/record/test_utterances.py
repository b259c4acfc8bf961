"""Utterances of sound whose loudness is its probability of speech: 1 where somebody speaks, 0 where nobody does."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.arrays import Waveform
from dabir_core.record.live_sound import LiveBlock
from dabir_core.record.recording import GapKind
from dabir_core.record.utterances import END_SILENCE, Utterances
from dabir_core.speech import Window
from dabir_core.units import SAMPLE_RATE_HZ, to_samples
from tests.core.record.readable_sound import FRAME, blocks, talk
from tests.core.speech.readable_vad import ReadableVad

LIMIT = to_samples(5.0)


def heard(sound: Waveform, lengths: Sequence[int] = ()) -> list[Window]:
    utterances = Utterances(ReadableVad, LIMIT)
    ended = [window for block in blocks(sound, lengths) for window in utterances.push(block)]
    return ended + utterances.finish()


def test_an_utterance_ends_after_a_silence() -> None:
    ended = heard(talk((0.0, 1.0), (1.0, 1.5), (0.0, 2.0), (1.0, 1.0), (0.0, 2.0)))
    assert [round(window.spans[0].start_samples / SAMPLE_RATE_HZ, 1) for window in ended] == [1.0, 4.5]
    assert [round(window.spans[-1].end_samples / SAMPLE_RATE_HZ, 1) for window in ended] == [2.5, 5.5]


def test_sound_before_the_first_letter_is_kept() -> None:
    (window,) = heard(talk((0.0, 1.0), (1.0, 1.5), (0.0, 2.0)))
    assert window.start == pytest.approx(0.7, abs=0.04)
    assert window.end == pytest.approx(2.9, abs=0.04)


def test_a_breath_ends_nothing() -> None:
    assert len(heard(talk((1.0, 1.5), (0.0, END_SILENCE - 0.2), (1.0, 1.0)))) == 1


def test_it_has_ended_as_soon_as_the_silence_is_long_enough() -> None:
    utterances = Utterances(ReadableVad, LIMIT)
    for block in blocks(talk((1.0, 1.5), (0.0, 2.0))):
        if utterances.push(block):
            assert block.end == pytest.approx(1.5 + END_SILENCE, abs=0.2 + 2 * FRAME)
            return
    raise AssertionError("it never ended")


def test_what_goes_on_is_had_to_the_last_sample() -> None:
    utterances = Utterances(ReadableVad, LIMIT)
    assert utterances.open is None
    for block in blocks(talk((0.0, 1.0), (1.0, 2.0))):
        utterances.push(block)
    assert utterances.open is not None
    assert utterances.open.start == pytest.approx(0.7, abs=0.04)
    assert utterances.open.end == pytest.approx(3.0, abs=0.001)


def test_a_click_is_no_utterance() -> None:
    utterances = Utterances(ReadableVad, LIMIT)
    for block in blocks(talk((0.0, 1.0), (1.0, 0.1), (0.0, 3.0))):
        assert utterances.push(block) == []
        assert utterances.open is None
    assert utterances.finish() == []


def test_a_gap_ends_an_utterance_and_places_stay_true() -> None:
    utterances = Utterances(ReadableVad, LIMIT)
    speech = talk((1.0, 1.0))
    assert utterances.push(LiveBlock(10.0, speech)) == []
    (before,) = utterances.push(LiveBlock(15.0, speech, GapKind.LOST))
    (after,) = utterances.finish()
    assert (before.start, before.end) == (10.0, 11.0)
    assert (after.start, after.end) == (15.0, 16.0)
    assert after.spans[0].start_samples == to_samples(15.0)
    assert utterances.finish() == []


def test_speech_without_a_pause_is_cut_and_none_is_lost() -> None:
    ended = heard(talk((1.0, 12.0)))
    assert len(ended) >= 3
    assert all(len(window.waveform) <= LIMIT for window in ended)
    assert np.concatenate([window.waveform for window in ended]).size == to_samples(12.0)


_RUNS = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.floats(0.05, 7.0)), min_size=1, max_size=8)


@settings(max_examples=40)
@given(_RUNS, st.lists(st.integers(1, 16_000), max_size=6))
def test_ended_utterances_hold_all_speech_once(runs: list[tuple[float, float]], lengths: list[int]) -> None:
    """Each stretch of speech of 0.2 s and longer is in them, to the frame, whatever the blocks."""
    sound = talk(*runs)
    ended = heard(sound, lengths)
    held = np.zeros(sound.size, np.int8)
    for window in ended:
        held[window.start_samples : window.end_samples] += 1
        assert np.array_equal(window.waveform, sound[window.start_samples : window.end_samples])
    assert held.max(initial=0) <= 1
    loud = np.flatnonzero(np.diff(np.pad(sound, 1)))
    for start, end in zip(loud[::2], loud[1::2], strict=True):
        if end - start >= to_samples(0.2) + 1024:
            assert held[start:end].all()
