"""Words and times through edits, by hand: words last half a second each (see `spoken`)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.transcript import EndedBy, Segment, Word
from dabir_desktop.rewriting import Rewriter
from tests.desktop.spoken import segment

REWRITER = Rewriter()
Timed = tuple[str, float, float, float]


def words_of(made: Segment) -> list[Timed]:
    return [(word.text, word.start, word.end, word.probability) for word in made.words]


def changed(line: str, new: str) -> list[Timed]:
    (made,) = REWRITER.rewritten([segment(line, 10.0)], [new], until=99.0)
    assert made.text == new
    return words_of(made)


def test_a_word_that_is_changed_keeps_its_time_and_is_certain() -> None:
    assert changed("من خانه رفتم", "من مدرسه رفتم") == [
        ("من", 10.0, 10.5, 0.9),
        ("مدرسه", 10.5, 11.0, 1.0),
        ("رفتم", 11.0, 11.5, 0.9),
    ]


def test_marks_half_spaces_and_arabic_letters_make_no_other_word() -> None:
    assert changed("كتاب می\u200cخوانم", "«کتاب» میخوانم.") == [
        ("«کتاب»", 10.0, 10.5, 0.9),
        ("میخوانم.", 10.5, 11.0, 0.9),
    ]


def test_a_word_that_goes_leaves_its_time_empty_and_one_that_comes_there_takes_it() -> None:
    (without,) = REWRITER.rewritten([segment("یک دو سه", 10.0)], ["یک سه"], until=99.0)
    assert words_of(without) == [("یک", 10.0, 10.5, 0.9), ("سه", 11.0, 11.5, 0.9)]
    (again,) = REWRITER.rewritten([without], ["یک چهار سه"], until=99.0)
    assert words_of(again)[1] == ("چهار", 10.5, 11.0, 1.0)


def test_two_words_for_one_share_its_time_by_their_letters() -> None:
    # A half-second for «ab» and «abcdef»: an eighth of a second for each two letters.
    assert changed("one میروم two", "one ab abcdef two")[1:3] == [
        ("ab", 10.5, 10.625, 1.0),
        ("abcdef", 10.625, 11.0, 1.0),
    ]


def test_one_word_for_two_has_the_time_of_both() -> None:
    assert changed("من می روم", "من می\u200cروم")[1] == ("می\u200cروم", 10.5, 11.5, 1.0)


def test_a_segment_is_cut_where_its_words_are() -> None:
    first, second = REWRITER.rewritten([segment("یک دو سه چهار", 10.0)], ["یک دو", "سه چهار"], until=99.0)
    assert (first.start, first.end, second.start, second.end) == (10.0, 11.0, 11.0, 12.0)
    assert [word.text for word in second.words] == ["سه", "چهار"]


def test_segments_are_joined_with_all_they_know() -> None:
    one, two = segment("یک", 1.0), segment("دو", 5.0)
    two = Segment(two.start, two.end, two.text, "fa", two.words, -2.0, 0.5, EndedBy.TOKEN_CAP)
    (both,) = REWRITER.rewritten([one, two], ["یک دو"], until=99.0)
    assert (both.start, both.end, both.mean_log_probability, both.no_speech_probability) == (1.0, 5.5, -1.0, 0.5)
    assert both.ended_by is EndedBy.TOKEN_CAP
    assert words_of(both) == [("یک", 1.0, 1.5, 0.9), ("دو", 5.0, 5.5, 0.9)]


def test_without_word_times_a_cut_is_guessed_and_no_words_are_made_up() -> None:
    silent = Segment(0.0, 10.0, "aaaa bbbb", "en")
    first, second = REWRITER.rewritten([silent], ["aaaa", "bbbb"], until=99.0)
    assert (first.end, second.start, first.words, second.words) == (5.0, 5.0, (), ())
    (edited,) = REWRITER.rewritten([silent], ["aaaa cccc"], until=99.0)
    assert (edited.start, edited.end, edited.words) == (0.0, 10.0, ())


def test_an_empty_line_at_the_end_reaches_into_the_silence() -> None:
    first, empty = REWRITER.rewritten([segment("یک دو", 10.0)], ["یک دو", ""], until=13.0)
    assert (first.end, empty.start, empty.end, empty.words) == (11.0, 11.0, 13.0, ())
    (typed,) = REWRITER.rewritten([empty], ["سه"], until=13.0)
    assert words_of(typed) == [("سه", 11.0, 13.0, 1.0)]
    far = REWRITER.rewritten([segment("یک", 10.0)], ["یک", ""], until=500.0)[1]
    assert far.end - far.start == 7.0, "no longer than a subtitle"


def test_words_that_do_not_say_their_text_are_aligned_with_it() -> None:
    stale = Segment(0.0, 1.0, "یک دو", "fa", (Word("یک", 0.0, 0.4, 0.5), Word("سه", 0.4, 1.0, 0.5)))
    (made,) = REWRITER.rewritten([stale], ["یک دو!"], until=9.0)
    assert words_of(made) == [("یک", 0.0, 0.4, 0.5), ("دو!", 0.4, 1.0, 1.0)]


def test_letters_are_words_where_no_spaces_are_written() -> None:
    spoken = Segment(
        0.0,
        3.0,
        "今日はiPhone",
        "ja",
        (Word("今日", 0.0, 1.0, 0.9), Word("は", 1.0, 2.0, 0.9), Word("iPhone", 2.0, 3.0, 0.9)),
    )
    (made,) = REWRITER.rewritten([spoken], ["今日もiPhone。"], until=9.0)
    assert words_of(made) == [
        ("今", 0.0, 0.5, 0.9),
        ("日", 0.5, 1.0, 0.9),
        ("も", 1.0, 2.0, 1.0),
        ("iPhone。", 2.0, 3.0, 0.9),
    ]


LINES = st.lists(st.text("ab \u200c،", max_size=12), min_size=1, max_size=4)


@given(LINES, LINES)
def test_words_say_the_text_and_times_stay_in_order(old: list[str], new: list[str]) -> None:
    segments = [segment(line, 10.0 * place) for place, line in enumerate(old)]
    made = REWRITER.rewritten(segments, new, until=100.0)
    assert [each.text for each in made] == new
    assert all(each.is_spelt or not each.words for each in made)
    times = [time for each in made for time in (each.start, each.end)]
    assert times == sorted(times)
    assert (times[0], times[-1] >= segments[-1].end) == (segments[0].start, True)
    for each in made:
        inside = [time for word in each.words for time in (word.start, word.end)]
        assert inside == sorted(inside)


@pytest.mark.parametrize("line", ["یک دو سه", ""])
def test_the_same_line_is_the_same_segment(line: str) -> None:
    old = segment(line, 3.0)
    assert REWRITER.rewritten([old], [line], until=old.end) == (old,)
