"""Scripted hypotheses; what must stand after each is worked out by hand. A word lasts half a second."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.record.local_agreement import (
    LocalAgreement,
    changed_share,
    may_grow,
    place_after,
    prefix_costs,
)
from dabir_core.transcript import Word

ZWNJ = "\u200c"


def words(text: str, *, start: float = 0.0) -> tuple[Word, ...]:
    return tuple(
        Word(word, start + 0.5 * place, start + 0.5 * (place + 1), 0.9) for place, word in enumerate(text.split())
    )


def said(spoken: Sequence[Word]) -> str:
    return " ".join(word.text for word in spoken)


def stands(hypotheses: Sequence[str]) -> list[tuple[str, str]]:
    """Committed and tentative after each hypothesis."""
    agreement, states = LocalAgreement(), []
    for text in hypotheses:
        agreement.hear(words(text))
        states.append((said(agreement.committed), said(agreement.tentative)))
    return states


def test_words_stand_once_two_hypotheses_agree_and_another_word_follows() -> None:
    assert stands(["من دیروز", "من دیروز به بازار", "من دیروز به بازار رفتم"]) == [
        ("", "من دیروز"),
        ("من دیروز", "به بازار"),
        ("من دیروز به بازار", "رفتم"),
    ]


def test_the_last_word_waits_for_one_that_follows_it() -> None:
    assert stands(["من دیروز", "من دیروز", "من دیروز با"])[1:] == [("من", "دیروز"), ("من دیروز", "با")]


def test_where_hypotheses_part_nothing_stands() -> None:
    assert stands(["سلام من", "سلامت باشید من", "سلام من هم"]) == [
        ("", "سلام من"),
        ("", "سلامت باشید من"),
        ("", "سلام من هم"),
    ]


def test_the_word_before_a_half_space_ending_does_not_stand_alone() -> None:
    book, books = "کتاب", f"کتاب{ZWNJ}ها"
    assert stands([f"من {book}", f"من {books}", f"من {books} را خریدم"])[1:] == [
        ("من", books),
        (f"من {books}", "را خریدم"),
    ]


@pytest.mark.parametrize("prefix", ["می", "نمی", f"می{ZWNJ}"])
def test_a_verb_prefix_waits_for_its_verb(prefix: str) -> None:
    verb = prefix.rstrip(ZWNJ) + ZWNJ + "خواهم"
    assert stands([f"من {prefix} خ", f"من {prefix} خو", f"من {verb} بروم", f"من {verb} بروم خانه"])[1:] == [
        ("من", f"{prefix} خو"),
        ("من", f"{verb} بروم"),
        (f"من {verb} بروم", "خانه"),
    ]


@pytest.mark.parametrize("beginning", ["ه", "ها", "های", "تر", "ا", "ام"])
def test_a_word_waits_while_the_last_one_after_it_may_be_its_ending(beginning: str) -> None:
    assert may_grow(words(f"کتاب {beginning}"), 0)
    assert not may_grow(words(f"کتاب {beginning} خوب"), 0)


def test_a_word_before_any_other_word_does_not_grow() -> None:
    assert not may_grow(words("کتاب را"), 0)
    assert may_grow(words("کتاب"), 0)


def test_what_stands_is_kept_where_a_later_hypothesis_changes_it() -> None:
    """«برادرم» stands; two hypotheses then hear «مادرم», and go on with «رفتم» after it."""
    assert stands(["با برادرم به", "با برادرم به خانه", "با مادرم به خانه رفت", "با مادرم به خانه رفتم دیروز"])[1:] == [
        ("با برادرم به", "خانه"),
        ("با برادرم به خانه", "رفت"),
        ("با برادرم به خانه", "رفتم دیروز"),
    ]


def test_a_word_that_a_later_hypothesis_leaves_out_is_not_said_twice() -> None:
    states = stands(["خیلی خیلی خوب بود", "خیلی خیلی خوب بود و", "خیلی خوب بود و ما", "خیلی خوب بود و ما رفتیم"])
    assert states[-1] == ("خیلی خیلی خوب بود و ما", "رفتیم")


def test_an_empty_hypothesis_takes_nothing_that_stands() -> None:
    assert stands(["سلام دوست", "سلام دوست من", "", "سلام دوست من"])[2:] == [
        ("سلام دوست", ""),
        ("سلام دوست", "من"),
    ]


def test_words_from_before_a_cut_stand_from_the_beginning() -> None:
    agreement = LocalAgreement(words("به بازار"))
    agreement.hear(words("به بازار رفتم و"))
    assert said(agreement.committed) == "به بازار"
    agreement.hear(words("به بازار رفتم و نان"))
    assert said(agreement.committed) == "به بازار رفتم و"


def test_of_equal_edits_the_place_where_the_word_ends_decides() -> None:
    """«ج» for «پ» or nothing for it: both are one edit; it ended at 1.5 s, as the hypothesis' third word does."""
    assert place_after(words("الف ب پ"), words("الف ب ج د")) == 3
    late = (*words("الف ب"), Word("د", 1.5, 2.0, 0.9))
    assert place_after((*words("الف"), Word("پ", 0.6, 1.0, 0.9)), late) == 2
    assert place_after((), words("الف")) == 0
    assert place_after(words("الف"), ()) == 0


def test_costs_against_each_beginning_of_a_reference() -> None:
    """By hand: a b against «», a, a c, a c b."""
    assert prefix_costs(["a", "b"], ["a", "c", "b"]) == [2, 1, 1, 1]


@pytest.mark.parametrize(
    ("committed", "final", "share"),
    [
        ("", "سلام", 0.0),
        ("من به بازار", "من به بازار رفتم.", 0.0),
        ("من با برادرم رفتم", "من با مادرم رفتم خانه", 0.25),
        ("من هم با", "من با او", 1 / 3),
        ("سلام", "", 1.0),
    ],
)
def test_the_share_that_changed_is_counted_in_words(committed: str, final: str, share: float) -> None:
    assert changed_share(words(committed), words(final)) == pytest.approx(share)


_WORDS = ["ا", "به", "کتاب", "ها", "می", "روم", "را"]
_TEXTS = st.lists(st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join), max_size=8)


@given(_TEXTS)
def test_what_stands_never_shrinks_or_changes(hypotheses: list[str]) -> None:
    agreement, before = LocalAgreement(), tuple[Word, ...]()
    for text in hypotheses:
        agreement.hear(words(text))
        assert agreement.committed[: len(before)] == before
        before = agreement.committed


@given(st.lists(st.sampled_from(["من", "به", "بازار", "رفتم", "و", "نان", "خریدم"]), min_size=2, max_size=8))
def test_a_speaker_who_is_always_understood_is_written_but_for_the_last_word(spoken: list[str]) -> None:
    states = stands([" ".join(spoken[:count]) for count in range(1, len(spoken) + 1)])
    assert states[-1] == (" ".join(spoken[:-1]), spoken[-1])
