"""Work in a thread of its own that nobody has to wait for."""

import threading

import pytest

from dabir_core.models.errand import TooLate, done_by
from dabir_core.models.transfer import Stopped
from dabir_core.progress import CancelToken


def fail() -> None:
    raise KeyError("x")


def test_what_the_work_gives_and_raises_comes_back() -> None:
    given_up = threading.Event()
    assert done_by(60, lambda: 7, cancel=CancelToken(), give_up=given_up.set) == 7
    with pytest.raises(KeyError):
        done_by(60, fail, cancel=CancelToken(), give_up=given_up.set)
    assert not given_up.is_set()


def test_work_that_hangs_is_left_when_somebody_asks_to_stop() -> None:
    cancel, given_up = CancelToken(), threading.Event()
    threading.Timer(0.1, cancel.cancel).start()
    with pytest.raises(Stopped):
        done_by(60, lambda: given_up.wait(60), cancel=cancel, give_up=given_up.set)
    assert given_up.is_set()


def test_work_that_hangs_is_left_at_its_deadline() -> None:
    given_up = threading.Event()
    with pytest.raises(TooLate):
        done_by(0.1, lambda: given_up.wait(60), cancel=CancelToken(), give_up=given_up.set)
    assert given_up.is_set()
