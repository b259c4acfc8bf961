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


def timed(spoken: Sequence[tuple[str, float, float]]) -> list[Word]:
    """Words of (text, silence before it, length), one after the other."""
    words, now = [], 0.0
    for text, gap, length in spoken:
        words.append(Word(text, now + gap, now + gap + length, 1.0))
        now = now + gap + length
    return words


def texts(parts: Sequence[Sequence[Word]], language: str = "fa") -> list[str]:
    return [join_words(part, language=language) for part in parts]


def test_short_speech_is_one_segment() -> None:
    words = evenly("سلام دنیا")
    assert cut_words(words, LIMITS, language="fa") == (tuple(words),)


def test_no_words_make_no_segments() -> None:
    assert cut_words([], LIMITS, language="fa") == ()


@pytest.mark.parametrize(("pause", "segments"), [(1.2, 1), (1.51, 2)])
def test_a_long_pause_cuts(pause: float, segments: int) -> None:
    words = [*evenly("سلام"), *evenly("دنیا", start=0.3 + pause)]
    assert len(cut_words(words, LIMITS, language="fa")) == segments


def test_a_breath_after_a_greeting_leaves_it_with_what_follows() -> None:
    # It used to stand alone: each silence of 0.6 s cut.
    words = [*evenly("سلام،"), *evenly("من دیروز با مادرم به بازار رفتم", start=1.0)]
    assert len(cut_words(words, LIMITS, language="fa")) == 1


def test_a_pause_cuts_phrases_that_fill_a_cue_between_them() -> None:
    # Of 7 s: 2.4 s, a pause of 1.3 s, 2.4 s. One cue costs 1 + (6.1 / 7)² + (1.3 / 1.5)² = 2.5; two less than 2.3.
    words = [*evenly("یک دو سه چهار پنج شش هفت هشت"), *evenly("یک دو سه چهار پنج شش هفت هشت", start=3.7)]
    assert [len(part) for part in cut_words(words, LIMITS, language="fa")] == [8, 8]


@pytest.mark.parametrize("mark", [".", "!", "؟", "?", "…", ".»"])
def test_a_sentence_end_cuts(mark: str) -> None:
    words = evenly(f"او رفت{mark} من ماندم{mark}", each=0.5)
    assert texts(cut_words(words, LIMITS, language="fa")) == [f"او رفت{mark}", f"من ماندم{mark}"]


def test_a_sentence_that_would_be_gone_before_it_is_read_shares_its_cue() -> None:
    words = evenly("بله. من ماندم.")  # 0.3 s, of 5/6 s at least
    assert texts(cut_words(words, LIMITS, language="fa")) == ["بله. من ماندم."]
    with_room = [*evenly("بله."), *evenly("من ماندم.", start=0.9)]
    assert texts(cut_words(with_room, LIMITS, language="fa")) == ["بله.", "من ماندم."]


def test_what_comes_after_the_words_takes_their_time_to_be_read() -> None:
    # 24 signs, so 1.2 s, said in 1 s; then nothing, or another cue at once. In the second case «aaaa.» is read in time
    # with the silence after it, and only the rest is not.
    words = [*evenly("aaaa.", each=0.2), *evenly("bbbb bbbb bbbb bbb.", start=1.1, each=0.1)]
    assert len(cut_words(words, LIMITS, language="en", until=3.0)) == 2
    assert len(cut_words(words, LIMITS, language="en", until=1.5)) == 1


def test_fast_speech_is_cut_where_most_of_it_can_be_read() -> None:
    # 15 signs in 0.6 s, then 15 in 1.4 s: 31 in 2 s, which both together are read in, and the first alone is not.
    words = [*evenly("aaaaaaa aaaaaa.", each=0.3), *evenly("bbbbbbb bbbbbb.", start=0.6, each=0.7)]
    assert len(cut_words(words, LIMITS, language="en", until=2.0)) == 1


@pytest.mark.parametrize("text", ["او رفت ،", "« سلام", "رفت ؟ »", "( او )"])
def test_a_mark_that_stands_alone_stays_with_its_word(text: str) -> None:
    tiny = CueLimits(lines=1, line_characters=1)
    for part in texts(cut_words(evenly(text), tiny, language="fa")):
        assert part[0] not in "،؟»)"
        assert part[-1] not in "«("


def test_half_spaces_take_no_room() -> None:
    limits = CueLimits(lines=1, line_characters=6)
    assert len(cut_words(evenly("می\u200cرود"), limits, language="fa")) == 1
    assert len(cut_words(evenly("می\u200cرَ او", each=1.0), limits, language="fa")) == 1


def test_a_comma_alone_does_not_cut() -> None:
    assert len(cut_words(evenly("او رفت، من ماندم"), LIMITS, language="fa")) == 1


def test_too_long_is_cut_after_the_comma() -> None:
    limits = CueLimits(lines=1, line_characters=20)
    # 27 characters: the middle is after «من», the comma is after «رفت،».
    words = evenly("او دیروز رفت، من ماندم اینجا")
    assert texts(cut_words(words, limits, language="fa")) == ["او دیروز رفت،", "من ماندم اینجا"]


def test_a_comma_that_leaves_one_word_alone_is_passed_over() -> None:
    words = evenly("نه، " + "abcd " * 19, each=0.35)  # 98 characters in 7 s
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


def oracle_cost(parts: list[Sequence[Word]], *, until: float) -> tuple[int, float]:
    """What the module states of one-line cues: words that cannot be read, and the cost; infinite beyond the limits."""
    unreadable, total = 0, 0.0
    ends = [*(part[0].start for part in parts[1:]), until]
    for part, next_start in zip(parts, ends, strict=True):
        width = sum(len(word.text) for word in part) + len(part) - 1
        length = part[-1].end - part[0].start
        pauses = [after.start - before.end for before, after in pairwise(part)]
        if len(part) > 1 and (width > 12 or length > 3.0 or any(pause >= 0.5 for pause in pauses)):
            return 1000, float("inf")
        seen = max(length, min(next_start - part[0].start, 3.0))
        unreadable += 0 if seen >= max(0.8, width / 10) else len(part)
        total += 1 + max(width / 12, length / 3.0) ** 2
        total += sum((pause / 0.5) ** 2 for pause in pauses) + sum(word.text[-1] == "." for word in part[:-1])
    for before, after in pairwise(parts):
        breath = min(1.0, (after[0].start - before[-1].end) / 0.5)
        total += 0.0 if before[-1].text[-1] in "،." else 0.3 * (1 - breath)
    return unreadable, total


PHRASE = st.lists(
    st.tuples(
        st.text(alphabet="اب", min_size=1, max_size=7),
        st.sampled_from(["", "", "،", "."]),
        st.sampled_from([0.0, 0.07, 0.29, 0.7]),
        st.sampled_from([0.13, 0.31, 0.93]),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(PHRASE, st.sampled_from([0.0, 0.41, 5.0]))
def test_no_way_to_cut_within_the_limits_is_cheaper(
    phrase: list[tuple[str, str, float, float]], silence: float
) -> None:
    limits = CueLimits(pause=0.5, duration=3.0, shortest=0.8, characters_per_second=10.0, lines=1, line_characters=12)
    words = timed([(text + mark, gap, length) for text, mark, gap, length in phrase])
    until = words[-1].end + silence
    found = list(cut_words(words, limits, language="fa", until=until))
    best = min(oracle_cost(parts, until=until) for parts in all_ways(words))
    unreadable, cost = oracle_cost([list(part) for part in found], until=until)
    assert unreadable == best[0]
    assert cost == pytest.approx(best[1])


SPOKEN = st.lists(
    st.tuples(
        st.from_regex(r"[ابپab\u200c]{1,10}[،.؟]{0,2}", fullmatch=True), st.floats(0.0, 1.0), st.floats(0.02, 1.0)
    ),
    max_size=40,
)


@settings(deadline=None)
@given(SPOKEN, st.sampled_from(["fa", "ja"]))
def test_every_word_is_kept_and_every_cue_obeys_the_limits(
    spoken: list[tuple[str, float, float]], language: str
) -> None:
    words = timed(spoken)
    parts = cut_words(words, LIMITS, language=language)
    assert [word for part in parts for word in part] == words
    for part in parts:
        assert len(part) == 1 or part[-1].end - part[0].start <= LIMITS.duration
        assert len(join_words(part, language=language)) <= 84
        assert all(after.start - before.end < LIMITS.pause for before, after in pairwise(part))
