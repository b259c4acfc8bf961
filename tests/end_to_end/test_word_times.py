"""Word times of the demo note against the times that espeak-ng itself gives for each word."""

import json
from pathlib import Path
from statistics import median

import pytest

from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript, Word
from tests.end_to_end.command import DEMO

SPOKEN = json.loads((DEMO.with_name("demo.words.json")).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> list[Word]:
    transcript = Transcriber.load("demo").transcribe(Path(DEMO))
    assert isinstance(transcript, Transcript)
    words = [word for segment in transcript.segments for word in segment.words]
    assert len(words) == len(SPOKEN)
    return words


def test_words_stand_where_they_were_spoken(words: list[Word]) -> None:
    starts = [abs(word.start - spoken["start"]) for word, spoken in zip(words, SPOKEN, strict=True)]
    ends = [abs(word.end - spoken["end"]) for word, spoken in zip(words, SPOKEN, strict=True)]
    assert median(starts) <= 0.050
    assert median(starts + ends) <= 0.050
    assert sum(error <= 0.1 for error in starts + ends) >= 0.85 * len(starts + ends)


def test_no_sentence_ends_while_its_last_word_is_still_heard(words: list[Word]) -> None:
    ends = [(word.end, spoken["end"]) for word, spoken in zip(words, SPOKEN, strict=True) if word.text[-1] in ".؟"]
    assert len(ends) == 7
    assert all(-0.08 <= found - said <= 0.15 for found, said in ends)
