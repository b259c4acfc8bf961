"""Windows read from the flat arrays of a plan, written by hand."""

import numpy as np

from dabir_training.windows.epoch_plan import PIECE, WINDOW, EpochPlan, Piece, PlannedWindow

PLAN = EpochPlan(
    pieces=np.array([(7, 100, 1.0), (8, 300, 0.5), (9, 500, 1.0), (9, 0, 2.0)], PIECE),
    windows=np.array(
        [
            (0, 2, True, -1, 1, True, False, 960),
            (3, 1, False, 0, 1, False, True, 640),
            (0, 0, False, -1, 0, False, True, 320),
        ],
        WINDOW,
    ),
    order=np.array([2, 0, 1], np.int32),
)


def test_windows_come_in_the_shuffled_order_with_their_pieces() -> None:
    empty, first, second = (PLAN[place] for place in range(3))
    assert empty == PlannedWindow((), None, (), 0, has_times=False, is_clean=True, length=320)
    assert first == PlannedWindow(
        (Piece(7, 100, 1.0), Piece(8, 300, 0.5)), Piece(9, 500, 1.0), (), 1, has_times=True, is_clean=False, length=960
    )
    assert second == PlannedWindow((Piece(9, 0, 2.0),), None, (7, 8), 1, has_times=False, is_clean=True, length=640)


def test_lengths_are_in_the_shuffled_order() -> None:
    assert PLAN.lengths.tolist() == [320, 960, 640]
    assert len(PLAN) == 3
