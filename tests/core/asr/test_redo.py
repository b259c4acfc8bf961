"""A part of a transcript made again: where it is cut, and that nothing else changes."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dabir_core.asr.redo import Excerpt, excerpt_around, replaced
from dabir_core.errors import OptionError
from dabir_core.transcript import Segment, Transcript, TranscriptWarning, WarningKind, Word


def segment(*words: tuple[str, float, float], language: str = "fa") -> Segment:
    made = tuple(Word(text, start, end, 0.9) for text, start, end in words)
    return Segment(made[0].start, made[-1].end, " ".join(word.text for word in made), language, made)


def transcript(*segments: Segment, warnings: tuple[TranscriptWarning, ...] = (), model: str = "small") -> Transcript:
    return Transcript(segments, 30.0, "fa", 1.0, model, warnings)


# «یک دو» to 2 s, a pause of 1 s, «سه چهار» without a breath, 4 s of silence, «پنج» to 10 s.
FIRST = segment(("یک", 1.0, 1.5), ("دو", 1.5, 2.0))
SECOND = segment(("سه", 3.0, 4.0), ("چهار", 4.0, 5.0))
THIRD = segment(("پنج", 9.0, 10.0))
SPOKEN = transcript(FIRST, SECOND, THIRD)
AGAIN = Transcript((segment(("سی", 0.4, 1.2)),), 3.0, "fa", 0.8, "large")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ((3.2, 4.8), 2.7, 5.3),  # 0.3 s of the silence on each side
        ((2.5, 7.0), 2.5, 7.0),  # both in silence already
        ((3.0, 5.0), 2.7, 5.3),
        ((4.0, 4.5), 2.7, 5.3),  # no silence between «سه» and «چهار», and one within reach
        ((0.0, 30.0), 0.0, 30.0),
        ((1.2, 1.3), 0.7, 2.3),
        ((12.0, 13.0), 12.0, 13.0),
        ((9.5, 9.6), 8.7, 10.3),
    ],
)
def test_it_is_cut_in_the_nearest_silence_that_is_long_enough(
    asked: tuple[float, float], start: float, end: float
) -> None:
    found = excerpt_around(SPOKEN, Excerpt(*asked))
    assert found.start == pytest.approx(start)
    assert found.end == pytest.approx(end)


def test_without_silence_nearby_it_is_cut_between_two_words() -> None:
    flow = transcript(segment(*((f"w{n}", float(n), n + 1.0) for n in range(30))))
    assert excerpt_around(flow, Excerpt(10.5, 12.5)) == Excerpt(10.0, 13.0)


def test_a_segment_without_words_is_never_cut() -> None:
    plain = transcript(FIRST, Segment(3.0, 20.0, "متن بلند", "fa"), segment(("پنج", 21.0, 22.0)))
    found = excerpt_around(plain, Excerpt(10.0, 11.0))
    assert found.start == pytest.approx(2.7)
    assert found.end == pytest.approx(20.3)


@pytest.mark.parametrize("asked", [(3.0, 3.0), (5.0, 4.0), (-1.0, 4.0), (3.0, 31.0)])
def test_a_part_that_is_none_is_refused(asked: tuple[float, float]) -> None:
    with pytest.raises(OptionError) as refused:
        excerpt_around(SPOKEN, Excerpt(*asked))
    assert refused.value.subject == f"part {asked[0]:g} to {asked[1]:g} s (0 to 30)"


def test_the_part_is_replaced_and_the_rest_is_the_same() -> None:
    made = replaced(SPOKEN, AGAIN, Excerpt(2.7, 5.3))
    assert made.segments[0] is FIRST
    assert made.segments[2] is THIRD
    assert made.segments[1].text == "سی"
    (word,) = made.segments[1].words
    assert word.start == pytest.approx(3.1)
    assert word.end == pytest.approx(3.9)
    assert (made.duration, made.language, made.language_probability) == (30.0, "fa", 1.0)
    assert made.model == "small, large"


def test_a_segment_across_the_cut_keeps_what_lies_outside() -> None:
    long = segment(("یک", 1.0, 1.5), ("دو،", 1.5, 2.0), ("سه", 3.0, 4.0), ("چهار", 6.0, 7.0))
    made = replaced(transcript(long), AGAIN, Excerpt(2.5, 5.0))
    assert [each.text for each in made.segments] == ["یک دو،", "سی", "چهار"]
    assert [(each.start, each.end) for each in made.segments[::2]] == [(1.0, 2.0), (6.0, 7.0)]


def test_an_edited_segment_is_replaced_or_kept_whole() -> None:
    edited = replace(segment(("یک", 1.0, 1.5), ("دو", 1.5, 2.0)), text="یک و دو")
    assert replaced(transcript(edited), AGAIN, Excerpt(2.5, 5.0)).segments[0] is edited
    assert [each.text for each in replaced(transcript(edited), AGAIN, Excerpt(0.0, 2.5)).segments] == ["سی"]


def test_silence_takes_the_words_away() -> None:
    nothing = Transcript((), 2.6, "fa", 0.0, "small")
    made = replaced(SPOKEN, nothing, Excerpt(2.7, 5.3))
    assert made.segments == (FIRST, THIRD)
    assert made.model == "small"


def test_the_language_is_that_of_most_of_the_text() -> None:
    english = Transcript((segment(("hello", 0.0, 2.5), language="en"),), 2.6, "en", 0.7, "small")
    assert replaced(transcript(FIRST, SECOND), english, Excerpt(2.7, 5.3)).language == "en"
    assert replaced(transcript(FIRST, SECOND), english, Excerpt(2.7, 5.3)).language_probability == 0.7
    long = segment(("یک", 0.0, 2.6))
    assert replaced(transcript(long, SECOND), english, Excerpt(2.7, 5.3)).language == "fa"


def warning(kind: WarningKind, start: float, end: float) -> TranscriptWarning:
    return TranscriptWarning(kind, start, end, end - start)


def test_warnings_of_the_part_are_the_new_ones() -> None:
    lost = TranscriptWarning(WarningKind.AUDIO_LOST, 4.0, 4.0, 0.5)
    doubted = warning(WarningKind.LOW_CONFIDENCE, 3.0, 5.0)
    unfinished = warning(WarningKind.TEXT_UNFINISHED, 1.0, 12.0)
    after = warning(WarningKind.NO_SPEECH, 20.0, 21.0)
    again = replace(AGAIN, warnings=(replace(lost, start=1.0, end=1.0), warning(WarningKind.NO_SPEECH, 1.0, 2.0)))
    made = replaced(transcript(SECOND, warnings=(lost, doubted, unfinished, after)), again, Excerpt(2.5, 6.5))
    assert made.warnings == (
        lost,
        warning(WarningKind.TEXT_UNFINISHED, 1.0, 2.5),
        warning(WarningKind.NO_SPEECH, 3.5, 4.5),
        warning(WarningKind.TEXT_UNFINISHED, 6.5, 12.0),
        after,
    )


GAPS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 0.1, 0.4, 1.0, 3.0]), st.floats(0.05, 1.0), st.booleans()), max_size=30
)


def heard(spoken: list[tuple[float, float, bool]]) -> Transcript:
    """Words of (silence before, length, whether a segment ends with it), each with a number for its text."""
    segments: list[list[tuple[str, float, float]]] = [[]]
    now = 0.0
    for number, (gap, length, ends) in enumerate(spoken):
        segments[-1].append((f"w{number}", now + gap, now + gap + length))
        now = now + gap + length
        if ends:
            segments.append([])
    return replace(transcript(*(segment(*words) for words in segments if words)), duration=now + 1.0)


@given(GAPS, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_was_asked_for_is_made_anew_and_no_other_word_is_touched(
    spoken: list[tuple[float, float, bool]], one: float, other: float
) -> None:
    before = heard(spoken)
    start, end = sorted((one * before.duration, other * before.duration))
    assume(start < end)
    excerpt = excerpt_around(before, Excerpt(start, end))
    assert 0 <= excerpt.start <= start < end <= excerpt.end <= before.duration
    said = [word for each in before.segments for word in each.words]
    assert not [word for word in said if word.start < excerpt.start < word.end or word.start < excerpt.end < word.end]

    new = Transcript((segment(("نو", 0.0, excerpt.end - excerpt.start)),), 1.0, "fa", 1.0, "small")
    after = replaced(before, new, excerpt)
    kept = [word for each in after.segments for word in each.words if word.text != "نو"]
    assert kept == [word for word in said if word.end <= excerpt.start or word.start >= excerpt.end]
    assert all(left.end <= right.start for left, right in pairwise(after.segments))
    assert all(each.is_spelt for each in after.segments)
