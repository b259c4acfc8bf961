import numpy as np
import pytest

from dabir_core.speech.recent_sound import RecentSound


def _numbered(start: int, end: int) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.arange(start, end, dtype=np.float32)


@pytest.fixture
def sound() -> RecentSound:
    recent = RecentSound()
    for start, end in ((0, 10), (10, 10), (10, 15), (15, 40)):
        recent.append(_numbered(start, end))
    return recent


@pytest.mark.parametrize(("start", "end"), [(0, 40), (3, 7), (9, 16), (10, 15), (12, 12), (39, 40)])
def test_cut_gives_the_samples_at_their_place(sound: RecentSound, start: int, end: int) -> None:
    assert sound.cut(start, end).tolist() == list(range(start, end))


def test_cut_beyond_the_end_gives_what_there_is(sound: RecentSound) -> None:
    assert sound.cut(38, 100).tolist() == [38, 39]


def test_cut_is_a_copy(sound: RecentSound) -> None:
    sound.cut(0, 10)[:] = -1
    assert sound.cut(0, 2).tolist() == [0, 1]


def test_forgetting_keeps_the_block_that_is_still_needed(sound: RecentSound) -> None:
    sound.forget_before(12)
    assert (sound.start_samples, sound.end_samples) == (10, 40)
    assert sound.cut(12, 17).tolist() == [12, 13, 14, 15, 16]


def test_everything_can_be_forgotten(sound: RecentSound) -> None:
    sound.forget_before(1000)
    assert (sound.start_samples, sound.end_samples) == (40, 40)
    assert sound.cut(40, 50).size == 0
