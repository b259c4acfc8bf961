"""The signals that end a program from outside: its terminal is closed, the machine shut down, or somebody says `kill`.

Source: POSIX.1-2017, signal.h; Windows knows SIGTERM by name only, and ends a program of a closed console by itself.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

TERMINATED: Final[int] = signal.SIGTERM
HUNG_UP: Final[int] = getattr(signal, "SIGHUP", signal.SIGTERM)


@contextmanager
def on_termination(action: Callable[[int], None]) -> Iterator[None]:
    """Such a signal calls `action` with its number instead of ending us, while the block runs.

    One that was ignored from our beginning on stays so: that is how `nohup` keeps a program alive.
    """

    def handle(number: int, _frame: FrameType | None) -> None:
        action(number)

    heeded = [number for number in {TERMINATED, HUNG_UP} if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
