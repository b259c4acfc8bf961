"""Tokens against transformers' tokenizer and its shift of labels."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from transformers import WhisperTokenizer
from transformers.models.whisper.modeling_whisper import shift_tokens_right

from dabir_training.windows.target import Target, read_target
from dabir_training.windows.tokens import IGNORED, Passage, Request, answer, fitting_passages
from tests.training.windows.material import DEMO

PASSAGES = [
    Passage("سلام، خوبی؟", 0.4, 3.1),
    Passage("می‌روم به خانه", 3.5, 7.02),
    Passage("فردا هوا سرد است", 9.0, 12.0),
]
TEXTS = " سلام، خوبی؟ می‌روم به خانه فردا هوا سرد است"


@cache
def target() -> Target:
    return read_target(DEMO)


@cache
def tokenizer() -> Any:
    return WhisperTokenizer.from_pretrained(DEMO)


def theirs(text: str, *, language: str = "fa", has_times: bool) -> list[int]:
    """What transformers makes of a text in which times may be written, from the start to the end of the text."""
    tokenizer().set_prefix_tokens(language=language, task="transcribe", predict_timestamps=has_times)
    ids: list[int] = tokenizer()(text).input_ids
    return ids


def test_a_text_without_times_is_as_transformers_writes_it() -> None:
    expected = theirs(TEXTS, has_times=False)
    given = answer(PASSAGES, Request("fa"), target())
    assert list(given.inputs) == expected[:-1]
    assert list(given.labels) == expected[1:]


def test_times_stand_around_each_passage() -> None:
    written = "<|0.40|> سلام، خوبی؟<|3.10|><|3.50|> می‌روم به خانه<|7.02|><|9.00|> فردا هوا سرد است<|12.00|>"
    expected = theirs(written, has_times=True)
    given = answer(PASSAGES, Request("fa", has_times=True), target())
    assert list(given.inputs) == expected[:-1]
    assert list(given.labels) == expected[1:]


def test_a_passage_that_the_end_cuts_has_only_its_start() -> None:
    cut = [PASSAGES[0], Passage("می‌روم به خانه", 13.5, None)]
    expected = theirs("<|0.40|> سلام، خوبی؟<|3.10|><|13.50|>", has_times=True)
    assert list(answer(cut, Request("fa", has_times=True), target()).labels) == expected[1:]


def test_each_language_has_its_own_token() -> None:
    given = answer([Passage("hello there", 0.0, 1.0)], Request("en"), target())
    assert list(given.inputs) == theirs(" hello there", language="en", has_times=False)[:-1]


@pytest.mark.parametrize("has_times", [False, True])
def test_inputs_are_labels_as_transformers_shifts_them(has_times: bool) -> None:
    given = answer(PASSAGES, Request("fa", has_times), target())
    end, start = target().vocabulary.end_of_text, target().vocabulary.start_of_transcript
    shifted = shift_tokens_right(torch.tensor([given.labels]), end, start)
    assert shifted[0].tolist() == list(given.inputs)


def test_the_text_before_is_given_and_not_learned() -> None:
    without = answer(PASSAGES, Request("fa", has_times=True), target())
    given = answer(PASSAGES, Request("fa", has_times=True, previous="امروز هوا سرد است"), target())
    before = theirs(" امروز هوا سرد است", has_times=False)[4:-1]
    assert list(given.inputs) == [target().vocabulary.start_of_previous, *before, *without.inputs]
    assert list(given.labels) == [IGNORED] * (1 + len(before)) + list(without.labels)


def test_of_the_text_before_the_end_stays_in_half_of_the_positions() -> None:
    before = " ".join(["هوا سرد است"] * 100)
    given = answer(PASSAGES, Request("fa", previous=before), target())
    start = given.inputs.index(target().vocabulary.start_of_transcript)
    assert start == 448 // 2  # the token that begins it, and 223 of text
    assert list(given.inputs[1:start]) == theirs(f" {before}", has_times=False)[4:-1][-223:]


def test_all_fits_in_the_decoders_positions_whatever_is_said() -> None:
    long = [Passage("می‌روم به خانه " * 20, 2.0 * n, 2.0 * n + 1.5) for n in range(7)]
    for has_times in (False, True):
        request = Request("fa", has_times, previous="فردا " * 500)
        kept = fitting_passages(long, request, target())
        assert 0 < len(kept) < 7
        assert kept == long[: len(kept)]
        given = answer(kept, request, target())
        assert len(given.inputs) == len(given.labels) <= 448
        more = answer(long[: len(kept) + 1], replace(request, previous=""), target())
        assert len(more.inputs) > 448


def test_where_nobody_speaks_the_answer_is_no_speech_and_the_end() -> None:
    vocabulary = target().vocabulary
    given = answer([], Request("fa"), target())
    assert list(given.inputs) == theirs("", has_times=False)[:-1]
    assert given.labels == (vocabulary.no_speech, IGNORED, IGNORED, vocabulary.end_of_text)
    prompted = answer([], Request("fa", has_times=True, previous="سلام"), target())
    assert prompted.labels[-3:] == (vocabulary.no_speech, IGNORED, vocabulary.end_of_text)
    assert set(prompted.labels[:-3]) == {IGNORED}


@pytest.mark.parametrize(
    ("time", "written"), [(0.0, 0), (0.029, 1), (0.031, 2), (14.999, 750), (15.0, 750), (15.4, 750)]
)
def test_times_are_on_a_grid_of_20_ms_within_the_window(time: float, written: int) -> None:
    given = answer([Passage("سلام", time, None)], Request("fa", has_times=True), target())
    assert given.labels[2] == target().vocabulary.first_timestamp + written


def test_times_never_go_back() -> None:
    crossing = [Passage("سلام", 1.0, 3.1), Passage("سلام", 3.0, 2.0)]
    given = np.array(answer(crossing, Request("fa", has_times=True), target()).labels)
    times = given[given >= target().vocabulary.first_timestamp] - target().vocabulary.first_timestamp
    assert times.tolist() == [50, 155, 155, 155]
