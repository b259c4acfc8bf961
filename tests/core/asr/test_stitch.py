"""Windows to segments, warnings and the language of the whole."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.doubts import Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.segments import CueLimits
from dabir_core.asr.stitch import Stitcher
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.options import TranscribeOptions
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy, TranscriptWarning, WarningKind, Word


def window(
    start: float,
    end: float,
    text: str,
    *,
    language: str = "fa",
    belief: float = 1.0,
    ended_by: EndedBy = EndedBy.END_OF_TEXT,
    words: tuple[Word, ...] | None = None,
    passages: tuple[Passage, ...] | None = None,
) -> WindowResult:
    """A window whose speech begins half a second after it and ends half a second before it."""
    return WindowResult(
        start,
        end,
        (SpeechSpan(round((start + 0.5) * 16_000), round((end - 0.5) * 16_000)),),
        Hypothesis((1, 2), (-0.2, -0.4), 0.125, ended_by),
        text,
        language,
        belief,
        words,
        passages,
    )


def stitcher(language: str | None = None) -> Stitcher:
    return Stitcher(TranscribeOptions(language=language))


def test_without_words_a_segment_lasts_from_the_first_speech_to_the_last() -> None:
    (segment,) = stitcher().add(window(10.0, 20.0, "سلام دنیا"))
    assert (segment.start, segment.end, segment.text, segment.language) == (10.5, 19.5, "سلام دنیا", "fa")
    assert segment.words == ()


def test_a_segment_tells_how_sure_the_decoder_was() -> None:
    (segment,) = stitcher().add(window(10.0, 20.0, "سلام", ended_by=EndedBy.TOKEN_CAP))
    assert segment.mean_log_probability == pytest.approx(-0.3)
    assert segment.no_speech_probability == 0.125
    assert segment.ended_by == EndedBy.TOKEN_CAP


def test_each_segment_has_its_window_s_language_and_belief_in_it() -> None:
    joined = stitcher()
    joined.add(window(0.0, 10.0, "سلام", belief=0.9))
    joined.add(window(10.0, 20.0, "hello", language="en", belief=0.75))
    assert [(each.language, each.language_probability) for each in joined.segments] == [("fa", 0.9), ("en", 0.75)]


def test_without_spans_it_lasts_as_long_as_the_window() -> None:
    result = WindowResult(3.0, 5.0, (), Hypothesis((1,), (-0.1,), 0.0, EndedBy.END_OF_TEXT), "بله", "fa")
    assert [(segment.start, segment.end) for segment in stitcher().add(result)] == [(3.0, 5.0)]


def test_words_are_cut_into_segments_that_keep_them() -> None:
    first, second = Word("سلام.", 10.1, 11.0, 0.9), Word("دنیا", 11.1, 11.5, 0.8)
    segments = stitcher().add(window(10.0, 20.0, "سلام. دنیا", words=(first, second)))
    assert [(each.start, each.end, each.text, each.words) for each in segments] == [
        (10.1, 11.0, "سلام.", (first,)),
        (11.1, 11.5, "دنیا", (second,)),
    ]
    assert [each.mean_log_probability for each in segments] == [pytest.approx(-0.3)] * 2


def test_limits_are_obeyed() -> None:
    words = (Word("یک", 0.6, 1.0, 1.0), Word("دو", 1.1, 1.5, 1.0))
    cautious = Stitcher(TranscribeOptions(), limits=CueLimits(pause=0.05))
    assert len(cautious.add(window(0.0, 3.0, "یک دو", words=words))) == 2


def test_passages_are_segments() -> None:
    passages = (Passage(10.6, 12.0, "یک"), Passage(13.0, 14.0, "دو"))
    segments = stitcher().add(window(10.0, 20.0, "یک دو", passages=passages))
    assert [(each.start, each.end, each.text) for each in segments] == [(10.6, 12.0, "یک"), (13.0, 14.0, "دو")]


def test_text_whose_words_could_not_be_found_is_kept() -> None:
    assert [each.text for each in stitcher().add(window(0.0, 3.0, "سلام", words=()))] == ["سلام"]


def test_an_empty_window_gives_no_segment() -> None:
    silent = stitcher()
    assert silent.add(window(0.0, 5.0, "")) == ()
    assert silent.segments == ()
    assert silent.warnings == ()


def test_no_segment_begins_before_the_former_one_ended() -> None:
    joined = stitcher()
    joined.add(window(0.0, 10.0, "یک"))  # until 9.5
    (late,) = joined.add(window(8.0, 12.0, "دو", words=(Word("دو", 9.0, 9.9, 1.0),)))
    assert (late.start, late.end, late.words) == (9.5, 9.9, (Word("دو", 9.5, 9.9, 1.0),))


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.0, 50.0), st.floats(1.1, 9.0)), max_size=8))
def test_segments_never_overlap_whatever_the_windows(places: list[tuple[float, float]]) -> None:
    joined = stitcher()
    for start, length in places:
        joined.add(window(start, start + length, "متن"))
    assert len(joined.segments) == len(places)
    assert all(segment.start <= segment.end for segment in joined.segments)
    assert all(before.end <= after.start for before, after in pairwise(joined.segments))


@pytest.mark.parametrize("ended_by", [EndedBy.TOKEN_CAP, EndedBy.GUARD, EndedBy.CANCEL])
@pytest.mark.parametrize("text", ["سلام", ""])
def test_a_window_that_did_not_come_to_its_end_warns(ended_by: EndedBy, text: str) -> None:
    joined = stitcher()
    joined.add(window(0.0, 10.0, "یک"))
    joined.add(window(10.0, 20.0, text, ended_by=ended_by))
    assert joined.warnings == (TranscriptWarning(WarningKind.TEXT_UNFINISHED, 10.5, 19.5, 9.0),)
    assert [segment.ended_by for segment in joined.segments[1:]] == [ended_by] * bool(text)


def test_the_language_is_that_of_most_speech() -> None:
    joined = stitcher()
    joined.add(window(0.0, 5.0, "hello", language="en", belief=0.9))  # 4 s of speech
    joined.add(window(5.0, 9.0, "سلام", belief=0.8))  # 3 s
    joined.add(window(9.0, 16.0, "دنیا", belief=0.5))  # 6 s
    joined.add(window(20.0, 50.0, "", language="en"))  # no text: no vote
    assert joined.language == "fa"
    assert joined.language_probability == pytest.approx((3 * 0.8 + 6 * 0.5) / 9)


def test_of_silence_the_language_is_the_first_candidate_and_nobody_believes_it() -> None:
    silent = stitcher()
    assert (silent.language, silent.language_probability) == ("fa", 0.0)


def test_a_forced_language_is_that_of_the_whole() -> None:
    joined = stitcher(language="ckb")
    joined.add(window(0.0, 5.0, "hello", language="ckb"))
    assert (joined.language, joined.language_probability) == ("ckb", 1.0)


def doubted(text: str, *doubts: Doubt, ended_by: EndedBy = EndedBy.END_OF_TEXT) -> WindowResult:
    return replace(window(10.0, 20.0, text, ended_by=ended_by), doubts=doubts)


@pytest.mark.parametrize(
    ("result", "kinds"),
    [
        (doubted("سلام"), []),
        (doubted("سلام", Doubt.UNSURE), [WarningKind.LOW_CONFIDENCE]),
        (doubted("سلام", Doubt.NO_SPEECH), [WarningKind.LOW_CONFIDENCE]),
        (doubted("سلام", Doubt.UNFINISHED, ended_by=EndedBy.TOKEN_CAP), [WarningKind.TEXT_UNFINISHED]),
        (
            doubted("سلام", Doubt.UNFINISHED, Doubt.LOOP, ended_by=EndedBy.GUARD),
            [WarningKind.TEXT_UNFINISHED, WarningKind.LOW_CONFIDENCE],
        ),
        (doubted("", Doubt.UNFINISHED, ended_by=EndedBy.GUARD), [WarningKind.TEXT_UNFINISHED]),
        (doubted("سلام", Doubt.UNHEARD), [WarningKind.TEXT_UNFINISHED]),
        (doubted("سلام", Doubt.UNHEARD, Doubt.UNSURE), [WarningKind.TEXT_UNFINISHED, WarningKind.LOW_CONFIDENCE]),
        (doubted("", Doubt.NO_SPEECH, Doubt.UNSURE), [WarningKind.NO_SPEECH]),
        (doubted("", Doubt.BOILERPLATE, Doubt.UNFINISHED, ended_by=EndedBy.TOKEN_CAP), [WarningKind.NO_SPEECH]),
    ],
)
def test_doubts_that_are_left_are_told_once_each(result: WindowResult, kinds: list[WarningKind]) -> None:
    joined = stitcher()
    segments = joined.add(result)
    assert [warning.kind for warning in joined.warnings] == kinds
    assert all((warning.start, warning.end, warning.seconds) == (10.5, 19.5, 9.0) for warning in joined.warnings)
    assert bool(segments) is bool(result.text)
