"""Notes counted by hand, and the judgement at its borders."""

import pytest

from dabir_core.models.comparison import (
    FEWEST,
    Comparison,
    LengthFigures,
    Outcome,
    Spoken,
    Verdict,
    compare,
    figures,
)

SAME = Comparison(letters=100, full_errors=2, short_errors=2, apart=0, ran_away=False)
AWAY = Comparison(letters=100, full_errors=2, short_errors=2, apart=0, ran_away=True)
BETTER = Comparison(letters=100, full_errors=2, short_errors=1, apart=1, ran_away=False)


def worse(by: int) -> Comparison:
    return Comparison(letters=100, full_errors=2, short_errors=2 + by, apart=by, ran_away=False)


def outcome(*comparisons: Comparison) -> Outcome:
    return figures(6.0, comparisons).outcome


def test_without_a_reference_the_whole_inputs_text_stands_for_it() -> None:
    assert compare("نان خرید", "نان خزید", spoken=None, ran_away=False) == Comparison(8, 0, 1, 1, ran_away=False)


def test_a_notes_reference_is_what_both_are_held_against() -> None:
    compared = compare("نان  خزید\n", "نان خرید", spoken=Spoken("نان خرید"), ran_away=True)
    assert compared == Comparison(8, 1, 0, 1, ran_away=True)


def test_of_a_longer_reference_only_the_notes_own_part_counts() -> None:
    spoken = Spoken("مادرم دیروز نان خرید و رفت", is_whole=False)
    assert compare("نان خرید", "نان", spoken=spoken, ran_away=False) == Comparison(8, 0, 5, 5, ran_away=False)


def test_a_text_that_lost_its_end_is_held_against_all_that_was_said() -> None:
    assert compare("نان", "نان", spoken=Spoken("نان خرید"), ran_away=False).short_errors == 5


def test_notes_are_added_up() -> None:
    # 3 letters of 300 lost, 1 for each note: they lost 1 less, 2 more and 1 less than that; sqrt(1 + 4 + 1)
    added = LengthFigures(8.0, 3, 2, 1, 1, 300, 6, 9, 3, deviation=2.449)
    assert figures(8.0, [SAME, worse(3), AWAY], left_out=2) == added


def test_rates_are_per_letter() -> None:
    added = figures(8.0, [SAME, worse(1), SAME, SAME])
    assert (added.full_cer_percent, added.short_cer_percent, added.apart_percent) == (2.0, 2.25, 0.25)
    assert figures(8.0, []).apart_percent == 0.0


def test_too_few_notes_say_nothing() -> None:
    assert outcome(*[SAME] * (FEWEST - 1)) is Outcome.TOO_FEW
    assert outcome(*[SAME] * FEWEST) is Outcome.PASSED


@pytest.mark.parametrize("one", [AWAY, worse(1)])
def test_of_few_notes_not_one_may_fail(one: Comparison) -> None:
    assert outcome(one, *[SAME] * 8) is (Outcome.RUNAWAYS if one is AWAY else Outcome.WORSE)


def test_better_text_does_not_make_up_for_worse_among_few_notes() -> None:
    assert outcome(worse(1), BETTER, *[SAME] * 7) is Outcome.WORSE  # 0 + 2 × 1.41 of 900 letters
    assert outcome(*[BETTER] * 9) is Outcome.PASSED


@pytest.mark.parametrize(("notes", "expected"), [(199, Outcome.RUNAWAYS), (200, Outcome.PASSED)])
def test_of_200_notes_one_may_run_away(notes: int, expected: Outcome) -> None:
    assert outcome(AWAY, *[SAME] * (notes - 1)) is expected


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([1] * 21, Outcome.PASSED),  # 21 + 2 × 4.07
        ([1] * 22, Outcome.WORSE),  # 22 + 2 × 4.14
        ([10], Outcome.PASSED),  # 10 + 2 × 9.95
        ([11], Outcome.WORSE),  # 11 + 2 × 10.95
    ],
)
def test_of_many_notes_0_3_points_may_be_lost_with_what_chance_hides(losses: list[int], expected: Outcome) -> None:
    """30 of 10,000 letters; where k of 100 notes lost l letters, the error is l times the root of k (1 - k / 100)."""
    assert outcome(*map(worse, losses), *[SAME] * (100 - len(losses))) is expected


def passed(seconds: float) -> LengthFigures:
    return figures(seconds, [SAME] * FEWEST)


def failed(seconds: float) -> LengthFigures:
    return figures(seconds, [AWAY] * FEWEST)


@pytest.mark.parametrize(
    ("lengths", "shortest"),
    [
        ((), None),
        ((failed(13.0),), None),
        ((passed(13.0), passed(10.0)), 10.0),
        ((passed(13.0), failed(10.0)), 13.0),
        ((passed(13.0), failed(10.0), passed(8.0)), 13.0),
    ],
)
def test_a_length_is_earned_with_all_that_are_longer(
    lengths: tuple[LengthFigures, ...], shortest: float | None
) -> None:
    assert Verdict(lengths).shortest == shortest


def judged(**notes: int) -> Verdict:
    """Lengths by name, the longest first, with so many notes each; one of them runs away where that is negative."""
    return Verdict(
        tuple(
            figures(float(name.removeprefix("s")), [*[SAME] * (abs(count) - 1), AWAY if count < 0 else SAME])
            for name, count in notes.items()
        )
    )


@pytest.mark.parametrize(
    ("new", "known", "grants_more"),
    [
        (judged(s10=9, s8=9), judged(s10=90, s8=-90), True),
        (judged(s10=9, s8=9), judged(s10=-90), True),
        (judged(s10=9, s8=90), judged(s10=90, s8=-90), False),  # as many notes as it was refused after
        (judged(s10=9, s8=9), judged(s10=90, s8=2), False),  # which were too few to tell
        (judged(s10=9, s8=-9), judged(s10=90, s8=-90), False),
        (judged(s10=-9), judged(s10=90, s8=-90), False),
        (judged(s10=9, s8=-9), judged(s10=90, s8=90), False),  # stricter
        (Verdict(()), judged(s10=-90), False),
        (judged(s10=9), Verdict(()), False),
    ],
)
def test_a_length_that_was_refused_is_not_granted_on_fewer_notes(
    new: Verdict, known: Verdict, grants_more: bool
) -> None:
    assert new.grants_more_on_less(known) is grants_more
