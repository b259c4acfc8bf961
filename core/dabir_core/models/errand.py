"""Work that waits for others, done in a thread of its own, so that whoever is waited on can be given up.

Looking a name up and connecting cannot be ended from outside; a thread that does it can be left to its timeouts.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Final, TypeVar

from dabir_core.models.transfer import keep_going
from dabir_core.progress import CancelToken
from dabir_core.units import Seconds

_LOOK_SECONDS: Final = 0.05

T = TypeVar("T")


class TooLate(Exception):
    """The work was not done by its deadline."""


def done_by(deadline: Seconds, work: Callable[[], T], *, cancel: CancelToken, give_up: Callable[[], None]) -> T:
    """What the work gives, so many seconds from now at the latest; `give_up` helps a thread that is left to end soon.

    Raises: Stopped as soon as somebody asks to stop; TooLate; what the work raises.
    """
    future: Future[T] = Future()
    threading.Thread(target=_run, args=[work, future], daemon=True, name="errand").start()
    end = time.monotonic() + deadline
    try:
        while not wait([future], timeout=_LOOK_SECONDS).done:
            keep_going(cancel)
            _keep_to(end)
    except BaseException:
        give_up()
        raise
    return future.result()


def _keep_to(end: float) -> None:
    if time.monotonic() >= end:
        raise TooLate


def _run(work: Callable[[], T], future: "Future[T]") -> None:
    try:
        future.set_result(work())
    except BaseException as cause:  # raised again where somebody waits for it
        future.set_exception(cause)
