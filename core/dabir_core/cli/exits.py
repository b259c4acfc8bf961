"""How a command ends, as a shell hears of it. Source: the usual codes of Unix; 130 is that of a Ctrl-C."""

import os
import sys
from contextlib import suppress
from typing import Final, NoReturn

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_NOT_EARNED: Final = 3
"""A checkpoint was checked, and reads short notes better as before."""
EXIT_CANCELLED: Final = 130
EXIT_SIGNAL: Final = 128
"""Plus the number of the signal that ended it, as shells count."""


def leave_at_once(code: int) -> NoReturn:
    """Ends the process without Python's own shutdown, which a native call that does not end would hold up."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it any more
            stream.flush()
    os._exit(code)
