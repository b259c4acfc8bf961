"""The part of a recording that is shown: zoomed, moved, turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.excerpt import SHORTEST, Excerpt, whole

HUNDRED = whole(100.0)
MIDDLE = Excerpt(100.0, 40.0, 20.0)
seconds = st.floats(0.0, 36_000.0)


def test_the_whole_shows_everything_from_edge_to_edge() -> None:
    assert (HUNDRED.start, HUNDRED.end, HUNDRED.is_whole) == (0.0, 100.0, True)
    assert (HUNDRED.share(25.0), HUNDRED.place(0.25)) == (0.25, 25.0)


def test_what_it_is_zoomed_about_stays_where_it_is() -> None:
    near = HUNDRED.zoomed(4.0, about=60.0)  # 60 % of 25 s lie before it
    assert near.start == pytest.approx(45.0)
    assert near.length == 25.0
    assert near.share(60.0) == pytest.approx(0.6)


def test_it_is_never_shorter_than_there_is_something_to_see_and_never_longer_than_the_recording() -> None:
    assert HUNDRED.zoomed(1000.0, about=50.0).length == SHORTEST
    assert MIDDLE.zoomed(0.001, about=50.0) == HUNDRED
    assert whole(3.0).zoomed(2.0, about=1.0) == whole(3.0)


def test_at_the_edges_it_stops() -> None:
    assert MIDDLE.moved(-500.0).start == 0.0
    assert MIDDLE.moved(500.0).end == 100.0
    assert HUNDRED.moved(5.0) == HUNDRED


@pytest.mark.parametrize(("place", "start"), [(50.0, 40.0), (40.0, 40.0), (60.0, 40.0), (75.0, 55.0), (10.0, 10.0)])
def test_it_holds_a_place_with_the_smallest_move(place: float, start: float) -> None:
    assert MIDDLE.holding(place).start == start


@pytest.mark.parametrize(("place", "start"), [(50.0, 40.0), (60.0, 40.0), (61.0, 59.0), (10.0, 8.0), (99.0, 80.0)])
def test_it_turns_like_a_page(place: float, start: float) -> None:
    """A place that is not shown comes to stand a tenth from the left edge, as far as the recording goes on."""
    assert MIDDLE.turned_to(place).start == start


def test_places_outside_of_it_are_its_edges() -> None:
    assert (MIDDLE.place(-1.0), MIDDLE.place(2.0)) == (40.0, 60.0)
    assert not MIDDLE.shows(39.0)


def test_a_recording_that_grows_is_shown_whole_if_it_was() -> None:
    assert HUNDRED.lengthened(120.0) == whole(120.0)
    assert MIDDLE.lengthened(120.0) == Excerpt(120.0, 40.0, 20.0)
    assert MIDDLE.lengthened(50.0) == Excerpt(50.0, 30.0, 20.0)
    assert MIDDLE.lengthened(10.0) == whole(10.0)


def test_nothing_is_no_trouble() -> None:
    nothing = whole(0.0)
    assert (nothing.share(1.0), nothing.place(0.5)) == (0.0, 0.0)
    assert nothing.zoomed(2.0, about=0.0) == nothing


@given(seconds, st.lists(st.tuples(st.floats(0.1, 10.0), st.floats(0.0, 1.0), st.floats(-100.0, 100.0)), max_size=8))
def test_it_never_leaves_the_recording(duration: float, steps: list[tuple[float, float, float]]) -> None:
    part = whole(duration)
    for factor, share, by in steps:
        about = part.place(share)
        part = part.zoomed(factor, about=about)
        assert part.shows(about) or part.length == 0.0
        part = part.moved(by).turned_to(about).holding(duration / 2)
        assert part.start >= 0.0
        assert part.end <= duration + 1e-6
        assert part.shows(duration / 2)
