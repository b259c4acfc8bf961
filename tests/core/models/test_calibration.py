"""Heads for the demo checkpoint from the bundled note, and what stands in the note's passages."""

from dataclasses import replace

import numpy as np
import pytest

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.models import Passage, calibrate, sample_passages
from dabir_core.paths import demo_checkpoint, samples_folder

DEMO_HEADS = ((0, 0), (0, 1), (1, 0), (1, 1))


@pytest.fixture(scope="module")
def demo() -> Checkpoint:
    return load_checkpoint(demo_checkpoint())


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    return sample_passages(15.0)


def test_the_note_is_cut_between_sentences_and_nothing_is_lost(passages: tuple[Passage, ...]) -> None:
    text = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
    assert [word for passage in passages for word in passage.text.split()] == text
    assert all(passage.waveform.size <= 15 * 16_000 for passage in passages)
    assert all(passage.text[-1] in ".؟" for passage in passages)


def test_words_are_timed_from_their_passages_start(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        times = [(round(word.start * 16_000), round(word.end * 16_000)) for word in passage.words]
        assert min(np.abs(passage.waveform[start:end]).max() for start, end in times) > 0.02
        before = passage.waveform[: round((passage.words[0].start - 0.05) * 16_000)]
        assert np.abs(before).max(initial=0) < 0.02


def test_one_long_window_holds_the_whole_note() -> None:
    (passage,) = sample_passages(30.0)
    assert [word.text for word in passage.words] == passage.text.split()


def test_the_demos_heads_are_found_again_whatever_it_was_told_before(
    demo: Checkpoint, passages: tuple[Passage, ...]
) -> None:
    """Training chose them on other speech by another measure."""
    misled = replace(demo, alignment_heads=((1, 1),))
    assert calibrate(misled, passages, engine="torch") == DEMO_HEADS
    untimed = [replace(passage, words=()) for passage in passages]
    assert calibrate(misled, untimed, engine="torch") == DEMO_HEADS
