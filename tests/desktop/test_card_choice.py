"""Three cards: nothing that another beats, the recommended one among them, the fastest first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.models import Recommendation
from dabir_desktop.card_choice import LONGEST_MINUTES, Grade, cards_for, cards_unmeasured
from tests.desktop.hand_work import MINUTES, recommendation

BASE, TURBO, LARGE = "Neurai/NeuraSpeech_WhisperBase", "vhdm/whisper-large-fa-v1", "nezamisafa/whisper-persian-v4"
TINY = "hackergeek98/whisper-fa-tinyyy"


def ids(told: Recommendation) -> list[str]:
    return [card.entry.hub_id for card in cards_for(told)]


@pytest.mark.parametrize(
    ("best", "shown"),
    [
        (TURBO, [BASE, TURBO, LARGE]),
        (BASE, [TINY, BASE, TURBO]),  # a weak machine: the best that is fast enough is small
        (LARGE, [BASE, TURBO, LARGE]),  # a strong one: there is nothing better than the best
        (None, [TINY, BASE, TURBO]),
    ],
)
def test_the_recommended_one_stands_between_a_faster_and_a_better_one(best: str | None, shown: list[str]) -> None:
    assert ids(recommendation(best)) == shown


def test_cards_say_how_long_an_hour_takes_and_which_is_recommended() -> None:
    cards = cards_for(recommendation(TURBO))
    assert [card.grade for card in cards] == [Grade.FAST, Grade.BALANCED, Grade.ACCURATE]
    assert [card.minutes for card in cards] == [MINUTES["base"], MINUTES["large-v3-turbo"], MINUTES["large-v3"]]
    assert [card.is_recommended for card in cards] == [False, True, False]


def test_what_is_far_too_slow_is_not_offered() -> None:
    slow = recommendation(BASE, **{"large_v3": LONGEST_MINUTES + 1, "large_v3_turbo": LONGEST_MINUTES + 1})
    assert LARGE not in ids(slow)
    assert TURBO not in ids(slow)
    assert BASE in ids(slow)


def test_what_does_not_fit_is_not_offered() -> None:
    told = recommendation(BASE)
    small = tuple(replace(each, fits_memory=each.entry.base in {"tiny", "base"}) for each in told.candidates)
    cards = cards_for(replace(told, candidates=small))
    assert [(card.grade, card.entry.hub_id) for card in cards] == [(Grade.FAST, TINY), (Grade.ACCURATE, BASE)]


def test_a_machine_on_which_nothing_fits_has_no_cards() -> None:
    told = recommendation(None)
    none = tuple(replace(each, fits_disk=False) for each in told.candidates)
    assert cards_for(replace(told, candidates=none)) == ()


def test_before_measuring_the_lightest_is_recommended() -> None:
    cards = cards_unmeasured()
    assert [card.entry.hub_id for card in cards] == [BASE, TURBO, LARGE]
    assert [card.is_recommended for card in cards] == [True, False, False]
    assert all(card.minutes is None for card in cards)


@given(minutes=st.lists(st.floats(0.1, 300), min_size=7, max_size=7))
def test_the_fastest_comes_first_and_each_slower_one_is_better(minutes: list[float]) -> None:
    told = recommendation(None, **{name.replace("-", "_"): taken for name, taken in zip(MINUTES, minutes, strict=True)})
    cards = cards_for(told)
    times = [card.minutes or 0 for card in cards]
    errors = [card.entry.published.wer for card in cards if card.entry.published]
    assert times == sorted(times)
    assert errors == sorted(errors, reverse=True)
    assert len(errors) == len(cards)
