"""How many rows an engine's memory admits. An estimate from above, in float32: engines that keep less take less."""

import logging
import sys

from dabir_core.asr.dimensions import Dimensions

_LOG = logging.getLogger(__name__)

_SHARE = 0.5
"""Of the memory that is free when the checkpoint is loaded; the rest is for sound, other programs and surprises."""
_PATIENCE_WINDOWS = 64
"""After so many windows without a shortage one more row is tried; twice as many after each shortage."""
_LONGEST_PATIENCE = 16 * _PATIENCE_WINDOWS
_FLOAT_BYTES = 4


def machine_free_bytes() -> int:
    """What the machine could give without swapping."""
    import psutil

    return int(psutil.virtual_memory().available)


def row_bytes(dimensions: Dimensions) -> int:
    """What one full window takes while it is decoded.

    Keys and values of its sound, and of its tokens, twice while rows leave or join; and its logits.
    """
    position = 2 * dimensions.decoder_layers * dimensions.width * _FLOAT_BYTES
    positions = dimensions.source_positions + 2 * dimensions.target_positions
    return positions * position + dimensions.vocabulary * _FLOAT_BYTES


def admitted_rows(dimensions: Dimensions, *, free_bytes: int) -> int:
    """At least one, however little memory there is: the engine says itself when it is not enough."""
    return max(1, int(_SHARE * free_bytes) // row_bytes(dimensions))


class RowBudget:
    """How many rows may be decoded or wait opened: fewer after a shortage, and in time again more."""

    def __init__(self, admitted: int, *, most_together: int = sys.maxsize) -> None:
        """There are never more than `admitted`, and in one batch never more than `most_together`."""
        self.rows = admitted
        self._most_together = most_together
        self._admitted = admitted
        self._proven = 0
        self._patience = _PATIENCE_WINDOWS // 2
        self._windows = 0

    def capacity(self, worthwhile: int, *, beside: int = 0) -> int:
        """How many rows a batch may have beside those of others: at least one."""
        return max(1, min(worthwhile, self._most_together, self.rows - beside))

    def ran_out(self, failed: int) -> None:
        """So many rows did not fit: half of them may, or what fitted for long before one more was tried."""
        fitting = self._proven if self._proven < failed else 0
        self.rows = max(1, min(self.rows, max(failed // 2, fitting)))
        self._proven = fitting
        self._patience = min(2 * self._patience, _LONGEST_PATIENCE)
        self._windows = 0
        _LOG.info("out of memory: %d rows at a time from now on", self.rows)

    def read_a_window(self) -> None:
        """A window was read to its end without a shortage."""
        self._windows += 1
        if self._windows >= self._patience and self.rows < self._admitted:
            self._proven = self.rows
            self.rows += 1
            self._windows = 0
