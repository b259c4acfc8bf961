"""Cutting words into cues: by hand, against all ways to cut, and by what every cue must obey."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.segments import CueLimits, cut_words, join_words
from dabir_core.transcript import Word

LIMITS = CueLimits()


def evenly(text: str, *, start: float = 0.0, each: float = 0.3) -> list[Word]:
    """The text's words, one after the other without a breath."""
    return [
        Word(word, start + each * place, start + each * (place + 1), 1.0) for place, word in enumerate(text.split())
    ]


def texts(parts: Sequence[Sequence[Word]], language: str = "fa") -> list[str]:
    return [join_words(part, language=language) for part in parts]


def test_short_speech_is_one_segment() -> None:
    words = evenly("سلام دنیا")
    assert cut_words(words, LIMITS, language="fa") == (tuple(words),)


def test_no_words_make_no_segments() -> None:
    assert cut_words([], LIMITS, language="fa") == ()


@pytest.mark.parametrize(("pause", "segments"), [(0.59, 1), (0.61, 2)])
def test_a_pause_cuts(pause: float, segments: int) -> None:
    words = [*evenly("سلام"), *evenly("دنیا", start=0.3 + pause)]
    assert len(cut_words(words, LIMITS, language="fa")) == segments


@pytest.mark.parametrize("mark", [".", "!", "؟", "?", "…", ".»"])
def test_a_sentence_end_cuts(mark: str) -> None:
    words = evenly(f"او رفت{mark} من ماندم{mark}")
    assert texts(cut_words(words, LIMITS, language="fa")) == [f"او رفت{mark}", f"من ماندم{mark}"]


def test_a_comma_alone_does_not_cut() -> None:
    assert len(cut_words(evenly("او رفت، من ماندم"), LIMITS, language="fa")) == 1


def test_too_long_is_cut_after_the_comma() -> None:
    limits = CueLimits(lines=1, line_characters=20)
    # 27 characters: the middle is after «من», the comma is after «رفت،».
    words = evenly("او دیروز رفت، من ماندم اینجا")
    assert texts(cut_words(words, limits, language="fa")) == ["او دیروز رفت،", "من ماندم اینجا"]


def test_a_comma_that_leaves_one_word_alone_is_passed_over() -> None:
    words = evenly("نه، " + "abcd " * 19, each=0.1)  # 98 characters
    parts = cut_words(words, LIMITS, language="fa")
    assert [len(part) for part in parts] == [10, 10]


def test_too_long_is_cut_in_the_longest_breath() -> None:
    limits = CueLimits(lines=1, line_characters=20)
    words = [*evenly("aaaa bbbb"), *evenly("cccc dddd eeee", start=1.0)]  # a breath of 0.4 s; 24 characters
    assert texts(cut_words(words, limits, language="en"), "en") == ["aaaa bbbb", "cccc dddd eeee"]


def test_slow_speech_is_cut_into_even_parts() -> None:
    words = evenly("a b c d e f g h", each=1.0)  # 8 s: more than 7
    assert texts(cut_words(words, LIMITS, language="en"), "en") == ["a b c d", "e f g h"]


def test_a_word_beyond_the_limits_stands_alone() -> None:
    words = evenly("او " + "آ" * 100 + " رفت")
    assert texts(cut_words(words, LIMITS, language="fa")) == ["او", "آ" * 100, "رفت"]


def test_a_cue_fits_its_lines_and_not_only_their_sum() -> None:
    limits = CueLimits(lines=2, line_characters=10)
    # 4 + 1 + 8 + 1 + 6 = 20 characters, but «aaaa bbbbbbbb» is 13: three lines.
    words = evenly("aaaa bbbbbbbb cccccc", each=0.1)
    assert len(cut_words(words, limits, language="en")) == 2


def test_words_without_spaces_are_joined_without() -> None:
    words = evenly("我 愛 hello world 你")
    assert join_words(words, language="zh") == "我愛hello world你"
    assert join_words(words, language="en") == "我 愛 hello world 你"
    assert join_words([], language="fa") == ""


def test_text_without_spaces_fills_its_lines() -> None:
    words = evenly("字 " * 85, each=0.05)
    parts = cut_words(words, LIMITS, language="zh")
    assert [len(part) for part in parts] in ([42, 43], [43, 42])


def all_ways(words: Sequence[Word]) -> Iterator[list[Sequence[Word]]]:
    for count in range(len(words)):
        for cuts in combinations(range(1, len(words)), count):
            yield [words[first:last] for first, last in pairwise((0, *cuts, len(words)))]


def oracle_cost(parts: list[Sequence[Word]], limits: CueLimits) -> float:
    """The cost that the module states, for a phrase of one-line cues without breaths."""
    total = 0.0
    for part in parts:
        characters = sum(len(word.text) for word in part) + len(part) - 1
        if characters > limits.line_characters and len(part) > 1:
            return float("inf")
        total += 1 + max(characters / limits.line_characters, (part[-1].end - part[0].start) / limits.duration) ** 2
    return total + sum(0.0 if part[-1].text.endswith("،") else 0.3 for part in parts[:-1])


@settings(deadline=None)
@given(st.lists(st.text(alphabet="اب،", min_size=1, max_size=7), min_size=1, max_size=8))
def test_no_way_to_cut_is_cheaper(phrase: list[str]) -> None:
    limits = CueLimits(lines=1, line_characters=12, duration=100.0)
    words = evenly(" ".join(phrase))
    found = list(cut_words(words, limits, language="fa"))
    best = min(oracle_cost(parts, limits) for parts in all_ways(words))
    assert oracle_cost([list(part) for part in found], limits) == pytest.approx(best)


SPOKEN = st.lists(
    st.tuples(st.text(alphabet="ابپ\u200cab،.؟", min_size=1, max_size=12), st.floats(0.0, 1.0), st.floats(0.02, 1.0)),
    max_size=40,
)


@settings(deadline=None)
@given(SPOKEN, st.sampled_from(["fa", "ja"]))
def test_every_word_is_kept_and_every_cue_obeys_the_limits(
    spoken: list[tuple[str, float, float]], language: str
) -> None:
    words, now = [], 0.0
    for text, gap, length in spoken:
        words.append(Word(text, now + gap, now + gap + length, 1.0))
        now += gap + length
    parts = cut_words(words, LIMITS, language=language)
    assert [word for part in parts for word in part] == words
    for part in parts:
        assert len(part) == 1 or part[-1].end - part[0].start <= LIMITS.duration
        assert len(join_words(part, language=language)) <= 84
        assert all(after.start - before.end < LIMITS.pause for before, after in pairwise(part))
