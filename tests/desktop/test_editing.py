"""Acts on a transcript, by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.formats import CueLimits
from dabir_core.text import DisplayRules
from dabir_core.text.folding import Place
from dabir_core.transcript import EndedBy, Segment, Transcript, TranscriptWarning, WarningKind, Word
from dabir_desktop.editing import (
    Difference,
    Editor,
    Match,
    confirmed,
    difference,
    may_have_times,
    rebased,
    reflowed,
    with_times,
)
from tests.desktop.spoken import spoken

EDITOR = Editor()


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def test_merging_joins_with_a_space_and_splitting_takes_it_away() -> None:
    before = spoken("یک دو", "سه", "چهار")
    merged = EDITOR.merged(before, 0)
    assert texts(merged) == ["یک دو سه", "چهار"]
    assert merged.segments[1] is before.segments[2]
    assert texts(EDITOR.split(merged, 0, at=6)) == ["یک دو", "سه", "چهار"]
    assert texts(EDITOR.merged(before, 0, count=3)) == ["یک دو سه چهار"]
    assert EDITOR.merged(before, 2) is before


def test_merging_japanese_leaves_no_space() -> None:
    assert texts(EDITOR.merged(spoken("今日", "は", language="ja"), 0)) == ["今日は"]


def test_lines_in_a_transcript_without_segments_get_its_time() -> None:
    made = EDITOR.with_lines(spoken(), 0, count=0, lines=["سلام"])
    assert [(each.start, each.end, each.text, each.language) for each in made.segments] == [(0.0, 10.0, "سلام", "fa")]


def test_lines_can_go() -> None:
    before = spoken("یک", "دو", "سه")
    assert texts(EDITOR.with_lines(before, 1, count=1, lines=[])) == ["یک", "سه"]


def test_what_is_sought_is_found_folded_and_replaced_where_it_stands() -> None:
    before = spoken("كتاب علي", "کتاب\u200cها و کتاب", "خانه")
    matches = EDITOR.matches(before, "کتاب")
    assert matches == (Match(0, Place(0, 4)), Match(1, Place(0, 4)), Match(1, Place(10, 14)))
    after = EDITOR.replaced(before, matches, by="دفتر")
    assert texts(after) == ["دفتر علي", "دفتر\u200cها و دفتر", "خانه"]
    assert after.segments[2] is before.segments[2]
    assert [word.text for word in after.segments[0].words] == ["دفتر", "علي"]
    assert after.segments[0].words[1] == before.segments[0].words[1]


def test_mending_is_one_act_and_leaves_what_needs_none() -> None:
    before = spoken("كتاب ها را می خوانم", "خوب", "Hello ,world", language="fa")
    before = replace(before, segments=(*before.segments[:2], replace(before.segments[2], language="en")))
    after = EDITOR.mended(before, DisplayRules())
    assert texts(after) == ["کتاب\u200cها را می\u200cخوانم", "خوب", "Hello ,world"]
    assert after.segments[1] is before.segments[1]
    assert after.segments[2] is before.segments[2]
    assert after.segments[0].is_spelt


def test_mending_keeps_an_edited_text_that_its_words_do_not_say() -> None:
    stale = Segment(0.0, 1.0, "كتاب نو", "fa", (Word("دفتر", 0.0, 1.0, 0.5),))
    after = EDITOR.mended(Transcript((stale,), 1.0, "fa", 1.0, "demo"), DisplayRules())
    assert texts(after) == ["کتاب نو"]


def test_reflowing_cuts_what_is_too_long_and_keeps_what_fits() -> None:
    before = spoken("سلام به همه.", " ".join(["کلمه"] * 30))
    after = reflowed(before, CueLimits())
    assert after.segments[0] is before.segments[0]
    assert len(after.segments) > 2
    assert " ".join(texts(after)) == " ".join(texts(before))


def test_a_confirmed_part_is_certain_and_warned_of_no_more() -> None:
    warnings = tuple(TranscriptWarning(WarningKind.LOW_CONFIDENCE, start, start + 1.0, 1.0) for start in (0.0, 20.0))
    before = replace(spoken("یک دو", "سه"), warnings=warnings)
    before = replace(before, segments=(replace(before.segments[0], ended_by=EndedBy.GUARD), before.segments[1]))
    after = confirmed(before, 0.0, 1.0)
    assert [word.probability for word in after.segments[0].words] == [1.0, 1.0]
    assert after.segments[0].ended_by is EndedBy.END_OF_TEXT
    assert after.segments[1] is before.segments[1]
    assert after.warnings == warnings[1:]
    part = confirmed(before, 0.5, 1.0)
    assert [word.probability for word in part.segments[0].words] == [0.9, 1.0]


def test_times_move_words_along_or_shorten_them() -> None:
    before = spoken("یک دو", "سه")
    moved = with_times(before, 0, start=0.25, end=1.25).segments[0]
    assert [(word.start, word.end) for word in moved.words] == [(0.25, 0.75), (0.75, 1.25)]
    shorter = with_times(before, 0, start=0.75, end=1.0).segments[0]
    assert [(word.start, word.end) for word in shorter.words] == [(0.75, 0.75), (0.75, 1.0)]
    assert (shorter.start, shorter.end) == (0.75, 1.0)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(2.0, 2.5, True), (0.0, 4.0, True), (2.5, 2.5, False), (3.0, 2.0, False), (1.0, 9.0, False), (4.1, 4.3, False)],
)
def test_times_are_in_order_and_inside_the_recording(start: float, end: float, expected: bool) -> None:
    before = spoken("یک دو", "سه", "چهار پنج")  # from 0, 2 and 3.5 s; the recording ends at 5.5 s
    assert may_have_times(before, 1, start=start, end=end) is expected
    if not expected:
        with pytest.raises(ValueError, match="segment 1"):
            with_times(before, 1, start=start, end=end)


def test_what_differs_is_told() -> None:
    before = spoken("یک", "دو", "سه")
    after = EDITOR.with_lines(before, 1, count=1, lines=["پنج", "شش"])
    assert difference(before, after) == Difference(1, before.segments[1:2], after.segments[1:3])
    assert difference(before, replace(before)) == Difference(3, (), ())


@given(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_a_difference_leads_from_one_to_the_other(old: list[int], new: list[int]) -> None:
    known = spoken("یک", "دو", "سه", "چهار").segments
    before = replace(spoken(), segments=tuple(known[at] for at in old))
    after = replace(spoken(), segments=tuple(known[at] for at in new))
    part = difference(before, after)
    segments = before.segments
    assert segments[part.first : part.first + len(part.before)] == part.before
    assert (*segments[: part.first], *part.after, *segments[part.first + len(part.before) :]) == after.segments


def test_a_part_that_was_read_again_leaves_what_was_edited_meanwhile() -> None:
    base = spoken("یک", "دو", "سه")
    after = replace(
        base, segments=(base.segments[0], replace(base.segments[1], text="دوباره"), base.segments[2]), model="b"
    )
    now = EDITOR.with_lines(base, 2, count=1, lines=["سه و نیم"])
    result = rebased(now, base=base, after=after)
    assert texts(result) == ["یک", "دوباره", "سه و نیم"]
    assert result.model == "b"
    assert rebased(base, base=base, after=after) is after
    assert rebased(now, base=base, after=replace(base)) is now
