"""How a command ends, as a shell hears of it. Source: the usual codes of Unix; 130 is that of a Ctrl-C."""

from typing import Final

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_NOT_EARNED: Final = 3
"""A checkpoint was checked, and reads short notes better as before."""
EXIT_CANCELLED: Final = 130
