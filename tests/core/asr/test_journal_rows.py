from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.doubts import Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.journal_rows import from_text, to_text
from dabir_core.asr.language_evidence import LanguageClues
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy, Word

NUMBERS = st.floats(allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
COUNTS = st.integers(0, 2**40)
RESULTS = st.builds(
    WindowResult,
    start=NUMBERS,
    end=NUMBERS,
    spans=st.lists(st.builds(SpeechSpan, COUNTS, COUNTS)).map(tuple),
    hypothesis=st.builds(
        Hypothesis,
        tokens=st.lists(COUNTS).map(tuple),
        log_probabilities=st.lists(NUMBERS).map(tuple),
        no_speech_probability=NUMBERS,
        ended_by=st.sampled_from(EndedBy),
    ),
    text=TEXTS,
    language=TEXTS,
    language_probability=NUMBERS,
    words=st.none() | st.lists(st.builds(Word, TEXTS, NUMBERS, NUMBERS, NUMBERS)).map(tuple),
    clues=st.none()
    | st.builds(LanguageClues, st.lists(NUMBERS).map(tuple), seconds=NUMBERS, decided=TEXTS, written=st.none() | TEXTS),
    doubts=st.lists(st.sampled_from(Doubt)).map(tuple),
    passages=st.none() | st.lists(st.builds(Passage, NUMBERS, NUMBERS, TEXTS)).map(tuple),
)


@given(RESULTS)
@settings(max_examples=50)
def test_a_result_comes_back_to_the_last_bit(result: WindowResult) -> None:
    back = from_text(to_text(result))
    assert back == result
    assert isinstance(back.hypothesis.ended_by, EndedBy)


def test_no_field_is_left_to_its_default() -> None:
    """A field that comes to WindowResult later must come to these tests, and to `journal_rows`."""
    told = {"start", "end", "spans", "hypothesis", "text", "language", "language_probability"}
    assert {field.name for field in fields(WindowResult)} == told | {"words", "passages", "doubts", "clues"}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", "{}", '{"spans": 1}', '{"spans": [{"start": 0}]}'])
def test_what_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)
