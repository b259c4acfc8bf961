import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.formats.json_text import from_json, to_json
from dabir_core.transcript import EndedBy, Origin, Segment, Transcript, TranscriptWarning, WarningKind, Word

TIMES = st.floats(min_value=0.0, max_value=1e6)
SHARES = st.floats(min_value=0.0, max_value=1.0)
TEXTS = st.text(max_size=12)
SEGMENTS = st.builds(
    Segment,
    TIMES,
    TIMES,
    TEXTS,
    TEXTS,
    words=st.lists(st.builds(Word, TEXTS, TIMES, TIMES, SHARES), max_size=3).map(tuple),
    mean_log_probability=st.floats(min_value=-1e3, max_value=0.0),
    no_speech_probability=SHARES,
    ended_by=st.sampled_from(EndedBy),
    language_probability=SHARES,
)
WARNINGS = st.builds(TranscriptWarning, st.sampled_from(WarningKind), TIMES, TIMES, TIMES)
ORIGINS = st.builds(Origin, TEXTS, TEXTS, st.none() | TIMES)
TRANSCRIPTS = st.builds(
    Transcript,
    st.lists(SEGMENTS, max_size=3).map(tuple),
    TIMES,
    TEXTS,
    SHARES,
    TEXTS,
    warnings=st.lists(WARNINGS, max_size=2).map(tuple),
    origin=st.none() | ORIGINS,
)

SPOKEN = Transcript(
    (Segment(0.1, 0.7, "می‌روم.", "fa", (Word("می‌روم.", 0.1, 0.7, 0.9),), -0.25, 0.01, EndedBy.TOKEN_CAP, 0.6),),
    duration=2.5,
    language="fa",
    language_probability=0.75,
    model="demo",
    warnings=(TranscriptWarning(WarningKind.TEXT_UNFINISHED, 0.1, 0.7, 0.6),),
    origin=Origin("https://a.example/1", "گفت‌وگو", 2.0),
)


@settings(deadline=None)
@given(TRANSCRIPTS)
def test_what_was_written_is_read_back_to_the_last_digit(transcript: Transcript) -> None:
    assert from_json(to_json(transcript)) == transcript


def test_all_fields_are_there_and_named() -> None:
    assert json.loads(to_json(SPOKEN)) == {
        "version": 1,
        "model": "demo",
        "language": "fa",
        "language_probability": 0.75,
        "duration": 2.5,
        "segments": [
            {
                "start": 0.1,
                "end": 0.7,
                "text": "می‌روم.",
                "language": "fa",
                "words": [{"text": "می‌روم.", "start": 0.1, "end": 0.7, "probability": 0.9}],
                "mean_log_probability": -0.25,
                "no_speech_probability": 0.01,
                "ended_by": "token-cap",
                "language_probability": 0.6,
            }
        ],
        "warnings": [{"kind": "text-unfinished", "start": 0.1, "end": 0.7, "seconds": 0.6}],
        "origin": {"url": "https://a.example/1", "title": "گفت‌وگو", "duration": 2.0},
    }


def test_no_field_of_a_transcript_is_forgotten() -> None:
    assert {field.name for field in fields(Transcript)} < set(json.loads(to_json(SPOKEN)))


def test_persian_is_readable_in_the_file() -> None:
    assert '"text": "می‌روم."' in to_json(SPOKEN)


def test_fields_of_a_later_writer_are_passed_over() -> None:
    assert from_json(json.dumps({**json.loads(to_json(SPOKEN)), "speaker": "x"})) == SPOKEN


def test_a_file_from_before_segments_had_a_belief_in_their_language_is_read() -> None:
    fields = json.loads(to_json(SPOKEN))
    del fields["segments"][0]["language_probability"]
    (segment,) = from_json(json.dumps(fields)).segments
    assert (segment.language, segment.language_probability) == ("fa", 1.0)


def test_a_file_from_before_links_has_no_origin() -> None:
    fields = json.loads(to_json(SPOKEN))
    del fields["origin"]
    assert from_json(json.dumps(fields)).origin is None


def test_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 2"):
        from_json(to_json(SPOKEN).replace('"version": 1', '"version": 2'))


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ('"duration": 2.5', '"duration": "2.5"'),
        ('"duration": 2.5', '"duration": NaN'),
        ('"start": 0.1', '"start": null'),
        ('"end": 0.7', '"end": true'),
        ('"text": "می‌روم."', '"text": 5'),
        ('"model": "demo"', '"model": ["demo"]'),
    ],
)
def test_fields_of_another_form_are_refused(written: str, changed: str) -> None:
    document = to_json(SPOKEN)
    assert written in document
    with pytest.raises(TypeError):
        from_json(document.replace(written, changed))
