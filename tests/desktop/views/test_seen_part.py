"""What is heard stays in view, but for whoever scrolls away from it."""

import pytest
from PySide6.QtWidgets import QApplication

from dabir_desktop.views.seen_part import SeenPart


@pytest.fixture
def seen(qapp: QApplication) -> SeenPart:
    """An hour, of which the first 225 seconds are shown."""
    seen = SeenPart()
    seen.show_all(3600.0)
    seen.zoom(8)
    return seen


def test_two_steps_are_twice_as_large(seen: SeenPart) -> None:
    assert seen.excerpt.start == 0.0
    assert seen.excerpt.length == pytest.approx(225.0)
    seen.zoom(-4)
    assert seen.excerpt.length == pytest.approx(900.0)
    seen.zoom(-64)
    assert seen.excerpt.is_whole


def test_playing_turns_the_page_at_its_edge(seen: SeenPart) -> None:
    seen.follow(224.0)
    assert seen.excerpt.start == 0.0
    seen.follow(224.9)
    seen.follow(225.3)
    assert seen.excerpt.start == pytest.approx(225.3 - 22.5)


def test_who_scrolled_away_stays_there_while_it_plays_and_is_brought_back_by_seeking(seen: SeenPart) -> None:
    seen.follow(100.0)
    seen.scroll(4.0)
    seen.follow(100.1)
    assert seen.excerpt.start == pytest.approx(900.0)
    seen.follow(100.0)  # five hundredths back is a jump too: nothing plays backwards
    assert seen.excerpt.shows(100.0)


def test_zooming_about_another_place_keeps_what_is_heard_in_view(seen: SeenPart) -> None:
    seen.follow(10.0)
    seen.zoom(6, about=220.0)
    assert seen.excerpt.shows(10.0)


def test_zooming_by_key_goes_to_what_is_heard(seen: SeenPart) -> None:
    seen.follow(100.0)
    seen.scroll(4.0)
    seen.zoom(2)
    assert seen.excerpt.shows(100.0)


def test_another_recording_is_shown_whole(seen: SeenPart) -> None:
    seen.show_all(60.0)
    assert seen.excerpt.is_whole
    assert seen.excerpt.length == 60.0
