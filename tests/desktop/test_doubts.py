"""The ranked list, by hand: Σ(1 − p) wrong words are expected of a part."""

from dataclasses import replace

import pytest

from dabir_core.transcript import Segment, Transcript, TranscriptWarning, WarningKind, Word
from dabir_desktop.doubts import doubts


def said(start: float, *probabilities: float) -> Segment:
    words = tuple(
        Word(f"w{place}", start + place, start + place + 1, probability)
        for place, probability in enumerate(probabilities)
    )
    return Segment(start, start + len(words), " ".join(word.text for word in words), "en", words)


def transcript(*segments: Segment) -> Transcript:
    return Transcript(segments, 100.0, "en", 1.0, "demo")


def test_the_worst_comes_first_and_what_is_sure_not_at_all() -> None:
    found = doubts(transcript(said(0, 0.9, 0.4, 0.9), said(10, 0.1, 0.2), said(20, 0.9, 0.9)))
    assert [(each.segment, each.start, each.end) for each in found] == [(1, 10, 12), (0, 1, 2)]
    assert found[0].wrong_words == pytest.approx(1.7)
    assert (found[1].first, found[1].last) == (3, 5), "«w1» of «w0 w1 w2»"


def test_one_surer_word_does_not_part_two_doubtful_ones() -> None:
    found = doubts(transcript(said(0, 0.2, 0.8, 0.2, 0.8, 0.8, 0.3)))
    assert [(each.start, each.end) for each in found] == [(0, 3), (5, 6)]
    assert found[0].wrong_words == pytest.approx(1.6)


def test_what_the_warnings_speak_of_comes_before_all_and_once() -> None:
    spoken = transcript(said(0, 0.1, 0.1), said(10, 0.1))
    warnings = (
        TranscriptWarning(WarningKind.AUDIO_LOST, 0.0, 1.0, 1.0),
        TranscriptWarning(WarningKind.NO_SPEECH, 50.0, 60.0, 10.0),
        TranscriptWarning(WarningKind.LOW_CONFIDENCE, 9.0, 12.0, 3.0),
    )
    found = doubts(replace(spoken, warnings=warnings))
    assert [each.warning for each in found] == [WarningKind.NO_SPEECH, WarningKind.LOW_CONFIDENCE, None]
    assert [each.segment for each in found] == [1, 1, 0]


def test_nothing_is_doubted_where_nothing_was_said() -> None:
    assert doubts(transcript()) == ()
    warned = replace(transcript(), warnings=(TranscriptWarning(WarningKind.NO_SPEECH, 0.0, 5.0, 5.0),))
    assert [(each.segment, each.first, each.last) for each in doubts(warned)] == [(0, 0, 0)]


def test_text_that_was_edited_is_certain() -> None:
    edited = replace(said(0, 0.1, 0.1), text="other words")
    assert doubts(transcript(edited)) == ()
