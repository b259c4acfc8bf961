"""Helper processes: their answers in order, and what happens when one of them, or who started them, is killed."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from dabir_training.errors import HelperLost, sentence
from dabir_training.prepare import workers as room
from dabir_training.prepare.workers import Workers


def product(one: int, other: int) -> int:
    return one * other


def end_at(number: int) -> int:
    """As a system does that has no memory left."""
    if number == 150:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def own_number(_: int) -> int:
    return os.getpid()


def note_and_die(place: Path) -> None:
    with Workers() as workers:
        (helper,) = workers.map(own_number, [(1,)])
        place.write_text(str(helper), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)


def is_running(process: int) -> bool:
    try:
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_answers_come_in_the_order_of_what_was_asked() -> None:
    with Workers() as workers:
        assert workers.map(product, [(number, 3) for number in range(250)]) == [3 * number for number in range(250)]
        assert workers.map(product, []) == []


def test_helper_that_is_killed_ends_the_step_with_advice_and_the_next_call_works() -> None:
    """multiprocessing.Pool waited for the killed one's answer for ever."""
    with Workers() as workers:
        with pytest.raises(HelperLost) as refused:
            workers.map(end_at, [(number,) for number in range(300)])
        assert workers.map(product, [(2, 3)]) == [6]
    assert "memory" in sentence(refused.value, "en")
    assert "حافظه" in sentence(refused.value, "fa")


def test_worn_helper_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of mp3 headers grows with every file."""
    monkeypatch.setattr(room, "_MOST_DONE", 2)
    with Workers() as workers:
        first, second, third = (workers.map(own_number, [(1,)])[0] for _ in range(3))
    assert first == second != third


def test_helpers_do_not_outlive_who_started_them(tmp_path: Path) -> None:
    child = multiprocessing.get_context("spawn").Process(target=note_and_die, args=(tmp_path / "helper",))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    helper = int((tmp_path / "helper").read_text(encoding="utf-8"))
    end = time.monotonic() + 30
    while is_running(helper):
        assert time.monotonic() < end
        time.sleep(0.05)
