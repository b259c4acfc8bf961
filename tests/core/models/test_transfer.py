import threading
import time

import pytest

from dabir_core.errors import HubBusy
from dabir_core.models.transfer import InstallProgress, Interrupted, Meter, Patience, Retries, Stage, Stopped, pause
from dabir_core.progress import CancelToken

BUSY = HubBusy("a model")


def test_patience_ends_after_its_tries_and_is_new_after_progress() -> None:
    patience = Patience(Retries(delays=(0.0, 0.0)), CancelToken())
    for _ in range(5):
        patience.wait_after(Interrupted(BUSY))
        patience.wait_after(Interrupted(BUSY))
        patience.refresh()
    patience.wait_after(Interrupted(BUSY))
    patience.wait_after(Interrupted(BUSY))
    with pytest.raises(HubBusy) as caught:
        patience.wait_after(Interrupted(BUSY))
    assert caught.value is BUSY


def test_a_wait_that_is_asked_for_is_kept_if_it_is_not_too_long() -> None:
    patience = Patience(Retries(delays=(0.0,) * 3, longest_wait=1.0), CancelToken())
    began = time.monotonic()
    patience.wait_after(Interrupted(BUSY, retry_after=0.2))
    assert time.monotonic() - began >= 0.2
    with pytest.raises(HubBusy):
        patience.wait_after(Interrupted(BUSY, retry_after=1.1))


def test_a_failure_of_somebody_who_stopped_is_no_failure() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Stopped):
        Patience(Retries(), cancel).wait_after(Interrupted(BUSY))


def test_a_pause_ends_when_somebody_stops() -> None:
    cancel = CancelToken()
    threading.Timer(0.1, cancel.cancel).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        pause(30.0, cancel)
    assert time.monotonic() - began < 5


def test_a_meter_counts_over_files_and_tells_the_end() -> None:
    told: list[InstallProgress] = []
    meter = Meter(told.append)
    meter.begin(Stage.DOWNLOADING, total_bytes=100, done_bytes=20)
    for _ in range(80):
        meter.advance(1)
    assert told[0] == InstallProgress(Stage.DOWNLOADING, 20, 100)
    assert told[-1] == InstallProgress(Stage.DOWNLOADING, 100, 100)
    assert len(told) < 20  # at most ten a second
