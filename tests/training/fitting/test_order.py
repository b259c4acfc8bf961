import numpy as np
import pytest

from dabir_training.fitting.order import Order, Place, PlacedWindows, Share, updates_of
from tests.training.fitting.made import MadeWindows


def steps(share: Share, *, windows: int = 10, updates: int = 7) -> list[list[Place]]:
    return list(Order(lambda _: np.full(windows, 100, np.int32), share, updates=updates, seed=1))


def test_each_epoch_has_every_window_once_in_an_order_of_its_own() -> None:
    places = [place for step in steps(Share(4), updates=6) for place in step]
    first, second = places[:10], places[10:]
    assert sorted(first) == [(0, index) for index in range(10)]
    assert sorted(second) == [(1, index) for index in range(10)]
    assert [index for _, index in first] != [index for _, index in second]


def test_last_update_of_an_epoch_has_what_is_left() -> None:
    assert [len(step) for step in steps(Share(4), updates=4)] == [4, 4, 2, 4]


@pytest.mark.parametrize(("batch", "accumulate", "processes"), [(8, 1, 1), (4, 2, 1), (4, 1, 2), (2, 2, 2), (1, 8, 1)])
def test_update_has_the_same_rows_however_it_is_dealt(batch: int, accumulate: int, processes: int) -> None:
    ranks = [steps(Share(batch, accumulate, rank, processes), windows=19) for rank in range(processes)]
    whole = [sorted(step) for step in steps(Share(8), windows=19)]
    for update in range(7):
        dealt = [rank[update * accumulate + step] for rank in ranks for step in range(accumulate)]
        assert all(dealt)
        assert sorted({place for part in dealt for place in part}) == whole[update]


def test_rows_of_an_update_have_one_length() -> None:
    lengths = np.array([100, 200] * 8, np.int32)
    order = Order(lambda _: lengths, Share(4), updates=4, seed=1)
    assert all(len({lengths[index] for _, index in step}) == 1 for step in order)


def test_order_is_as_long_as_it_says() -> None:
    order = Order(lambda _: np.full(10, 1, np.int32), Share(2, 3), updates=5, seed=1)
    assert len(order) == len(list(order)) == 15


def test_window_of_another_epoch_is_that_epochs() -> None:
    windows = MadeWindows(3)
    placed = PlacedWindows(windows)
    for place in ((0, 1), (1, 1), (0, 2)):
        _ = placed[place]
    assert windows.drawn == [(0, 1), (1, 1), (0, 2)]


@pytest.mark.parametrize(
    ("epochs", "windows", "rows", "updates"),
    [(1.0, 16171, 16, 1011), (3.0, 100, 32, 12), (0.5, 100, 10, 5), (2.5, 10, 4, 8), (0.001, 10, 4, 1)],
)
def test_epochs_take_so_many_updates(epochs: float, windows: int, rows: int, updates: int) -> None:
    """The first row is the student's: 16,171 clips, 16 at a time, one epoch."""
    assert updates_of(epochs, windows, rows=rows) == updates
