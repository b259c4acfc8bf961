"""Cutting a whole transcript anew: nothing is lost, cues end where they should, and guesses are not made."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.formats import CueLimits, regroup
from dabir_core.transcript import EndedBy, Segment, Transcript, TranscriptWarning, WarningKind, Word


def segment(text: str, start: float, *, each: float = 0.3, language: str = "fa") -> Segment:
    words = tuple(
        Word(word, start + each * place, start + each * (place + 1), 0.9) for place, word in enumerate(text.split())
    )
    return Segment(start, words[-1].end, text, language, words, mean_log_probability=-0.2)


def transcript(*segments: Segment, duration: float = 100.0) -> Transcript:
    lost = TranscriptWarning(WarningKind.AUDIO_LOST, 1.0, 1.0, 0.5)
    return Transcript(segments, duration, "fa", 1.0, "demo", (lost,))


def shown(regrouped: Transcript) -> list[tuple[float, float, str]]:
    return [(round(each.start, 3), round(each.end, 3), each.text) for each in regrouped.segments]


def test_a_sentence_that_a_window_cut_is_one_cue_again() -> None:
    halves = segment("من دیروز با", 0.0), segment("مادرم رفتم.", 1.0)
    whole = regroup(transcript(*halves))
    assert [each.text for each in whole.segments] == ["من دیروز با مادرم رفتم."]
    assert whole.segments[0].words == halves[0].words + halves[1].words
    assert replace(whole, segments=halves) == transcript(*halves)


def test_a_cue_stays_until_it_is_read_where_nothing_else_is_shown() -> None:
    # 6 signs: 5/6 s; 34 signs: 1.7 s; both said in 0.3 s. The third has 0.5 s only.
    fast = "a" * 33 + "."
    cues = regroup(transcript(segment("hello.", 0.0), segment(fast, 2.0), segment(fast, 4.0), duration=4.5))
    assert shown(cues) == [(0.0, 0.833, "hello."), (2.0, 3.7, fast), (4.0, 4.5, fast)]


def test_a_cue_is_gone_when_the_next_one_comes() -> None:
    first, second = segment("a" * 40, 0.0, each=1.0), segment("b" * 40, 1.2, each=1.0)
    assert shown(regroup(transcript(first, second), CueLimits(lines=1))) == [
        (0.0, 1.2, "a" * 40),
        (1.2, 3.2, "b" * 40),
    ]


def test_slow_words_do_not_keep_a_cue_beyond_its_longest_time() -> None:
    limits = CueLimits(duration=1.0, characters_per_second=1.0)
    assert shown(regroup(transcript(segment("سلام", 0.0)), limits)) == [(0.0, 1.0, "سلام")]


@pytest.mark.parametrize(
    "kept",
    [
        Segment(2.0, 40.0, "متنی بلند " * 30, "fa"),
        replace(segment("یک دو", 2.0), text="یک و دو"),
        Segment(2.0, 3.0, "", "fa"),
    ],
    ids=["without words", "edited", "empty"],
)
def test_what_has_no_words_of_its_own_is_not_touched(kept: Segment) -> None:
    around = segment("سلام", 0.0), segment("بله", 50.0)
    assert regroup(transcript(around[0], kept, around[1])).segments[1] == kept


def test_languages_do_not_share_a_cue() -> None:
    cues = regroup(transcript(segment("سلام", 0.0), segment("hello", 0.4, language="en")))
    assert [(each.text, each.language) for each in cues.segments] == [("سلام", "fa"), ("hello", "en")]


def test_a_cue_of_two_windows_tells_the_worse_of_both() -> None:
    good = replace(segment("یک دو سه", 0.0), mean_log_probability=-0.1, no_speech_probability=0.1)
    bad = replace(segment("چهار", 0.9), mean_log_probability=-0.5, ended_by=EndedBy.TOKEN_CAP)
    (cue,) = regroup(transcript(good, bad)).segments
    assert cue.mean_log_probability == pytest.approx(-0.2)  # by words: (3 · 0.1 + 0.5) / 4
    assert (cue.no_speech_probability, cue.ended_by) == (0.1, EndedBy.TOKEN_CAP)


def test_silence_stays_silence() -> None:
    assert regroup(transcript()) == transcript()


LETTERS = frozenset("ابپab")
SPOKEN = st.lists(
    st.tuples(
        st.from_regex(r"[«(]?[ابپab\u200c]{1,10}[،؛.؟]{0,2}»?|[،»«]", fullmatch=True),
        st.floats(0.0, 2.0),
        st.floats(0.02, 1.0),
        st.booleans(),
    ),
    max_size=40,
)
LIMITS = st.builds(
    CueLimits,
    pause=st.floats(0.3, 2.0),
    duration=st.floats(1.0, 7.0),
    shortest=st.floats(0.0, 1.0),
    characters_per_second=st.floats(8.0, 30.0),
    lines=st.integers(1, 3),
    line_characters=st.integers(8, 42),
)


def heard(spoken: Sequence[tuple[str, float, float, bool]]) -> Transcript:
    """A transcript of (text, silence before it, length, whether a segment ends with it)."""
    segments: list[list[Word]] = [[]]
    now = 0.0
    for text, gap, length, ends in spoken:
        segments[-1].append(Word(text, now + gap, now + gap + length, 0.5))
        now = now + gap + length
        if ends:
            segments.append([])
    return transcript(
        *(
            Segment(words[0].start, words[-1].end, " ".join(word.text for word in words), "fa", tuple(words))
            for words in segments
            if words
        ),
        duration=now + 1.0,
    )


@given(SPOKEN, LIMITS)
def test_nothing_is_lost_and_the_limits_are_obeyed(
    spoken: list[tuple[str, float, float, bool]], limits: CueLimits
) -> None:
    before = heard(spoken)
    after = regroup(before, limits)
    assert [word for each in after.segments for word in each.words] == [
        word for each in before.segments for word in each.words
    ]
    assert after.text == before.text
    for cue in after.segments:
        # A mark or a joiner without a letter is no word: it goes with its neighbour, whatever the limits are.
        is_single = sum(not LETTERS.isdisjoint(word.text) for word in cue.words) <= 1
        signs = len(cue.text.replace("\u200c", ""))
        assert is_single or signs <= limits.lines * limits.line_characters
        assert is_single or cue.words[-1].end - cue.start <= limits.duration
        assert cue.end >= cue.words[-1].end
    for cue, follower in pairwise(after.segments):
        assert cue.end <= follower.start
        assert cue.words[-1].text not in "«("
        assert follower.words[0].text not in "،»"
    assert all(cue.end <= after.duration for cue in after.segments)


@given(SPOKEN, LIMITS)
def test_what_was_cut_once_is_cut_the_same_again(
    spoken: list[tuple[str, float, float, bool]], limits: CueLimits
) -> None:
    once = regroup(heard(spoken), limits)
    again = regroup(once, limits)
    assert shown(again) == shown(once)
