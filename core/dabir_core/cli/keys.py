"""Keys pressed while something goes on, without waiting for Enter; none where standard input is no terminal of ours."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

PressedKeys = Callable[[], str]
"""Gives the keys that were pressed since it was called before; never waits."""


@contextmanager
def pressed_keys() -> Iterator[PressedKeys]:
    """Inside, keys are not echoed; Ctrl-C stays what it is."""
    if not sys.stdin.isatty() or _is_others():
        yield lambda: ""
    elif sys.platform == "win32":
        yield _pressed
    else:
        import termios
        import tty

        before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        try:
            yield _pressed
        finally:
            with suppress(termios.error):  # the terminal was closed
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _is_others() -> bool:
    """Whether the terminal is in the hands of another job: the system stops a process that reaches for it then."""
    if sys.platform == "win32":
        return False
    import os

    try:
        return os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp()
    except OSError:  # it controls nobody
        return False


def _pressed() -> str:
    if sys.platform == "win32":
        import msvcrt

        keys = ""
        while msvcrt.kbhit():
            keys += msvcrt.getwch()
        return keys
    import os
    import select

    readable, _, _ = select.select([sys.stdin], [], [], 0)
    return os.read(sys.stdin.fileno(), 64).decode(errors="replace") if readable else ""
