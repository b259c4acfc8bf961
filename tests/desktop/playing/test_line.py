"""Which place of the file is heard at which frame of the output, by hand arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Line, Piece


def piece(seconds: float, start: float, *, tempo: float = 1.0, value: float = 0.5) -> Piece:
    return Piece(np.full((round(seconds * OUTPUT_RATE_HZ), 2), value, np.float32), start, tempo)


def frames(seconds: float) -> int:
    return round(seconds * OUTPUT_RATE_HZ)


def test_before_anything_is_heard_it_stands_where_it_begins() -> None:
    line = Line(12.0)
    assert line.position(0) == 12.0
    assert line.position(48_000) == 12.0


def test_the_place_goes_by_at_each_pieces_own_tempo() -> None:
    line = Line(10.0)
    line.put(piece(1.0, 10.0))
    line.put(piece(1.0, 11.0, tempo=2.0))
    line.take(frames(2.0))
    assert line.position(frames(0.25)) == pytest.approx(10.25)
    assert line.position(frames(1.0)) == pytest.approx(11.0)
    assert line.position(frames(1.5)) == pytest.approx(12.0)


def test_a_place_that_nothing_is_left_of_is_silent_and_stands_still() -> None:
    line = Line(0.0)
    line.put(piece(0.5, 0.0))
    heard = line.take(frames(1.0))
    assert np.all(heard[: frames(0.5)] == 0.5)
    assert np.all(heard[frames(0.5) :] == 0.0)
    assert line.position(frames(0.9)) == pytest.approx(0.5)
    line.put(piece(0.5, 0.5))
    line.take(frames(0.5))
    assert line.position(frames(1.25)) == pytest.approx(0.75)


def test_a_jump_shows_where_it_leads_before_it_is_heard() -> None:
    line = Line(0.0)
    line.put(piece(2.0, 0.0))
    line.take(frames(1.0))
    line.jump(50.0)
    assert line.waiting == 0.0
    assert line.position(frames(0.5)) == 50.0
    line.put(piece(1.0, 50.0))
    line.take(frames(0.5))
    assert line.position(frames(1.25)) == pytest.approx(50.25)


def test_the_end_is_heard_when_the_last_frame_is() -> None:
    line = Line(0.0)
    line.put(piece(0.3, 0.0))
    line.finish()
    assert not line.is_over(frames(1.0)), "nobody took it yet"
    line.take(frames(0.5))
    assert not line.is_over(frames(0.2))
    assert line.is_over(frames(0.3))


def test_a_file_without_sound_is_over_at_once() -> None:
    line = Line(0.0)
    line.finish()
    assert line.is_over(0)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=20), st.lists(st.integers(1, 3000), min_size=1, max_size=20))
def test_every_frame_that_is_put_is_taken_once_and_in_order(puts: list[int], takes: list[int]) -> None:
    line, put = Line(0.0), 0
    for count in puts:
        numbers = np.arange(put, put + count, dtype=np.float32)
        line.put(Piece(np.stack([numbers, numbers], axis=1), put / OUTPUT_RATE_HZ, 1.0))
        put += count
    taken = np.concatenate([line.take(count) for count in takes])
    known = min(put, len(taken))
    assert np.array_equal(taken[:known, 0], np.arange(known))
    assert not taken[known:].any()
    assert line.waiting == pytest.approx((put - known) / OUTPUT_RATE_HZ)
