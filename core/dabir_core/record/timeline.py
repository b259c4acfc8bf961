"""How much sound is missing between two blocks: clock arithmetic, pure.

A block that comes late is not proof of loss: after a machine was busy, what had waited comes in a burst. So lateness
is measured: the moment at which a block came, less the moment at which its last sample was due if nothing were
missing. It is never less than the way through the system takes, and jumps for good by exactly what is missing. Its
least over the last seconds is compared with its least over the burst, for which blocks are held back for 0.3 s.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from dabir_core.record.recording import GapKind
from dabir_core.units import Seconds

STALL_SECONDS: Final[Seconds] = 0.5
"""Blocks come each few hundredths of a second; a longer wait is looked into."""
_BURST_SECONDS: Final[Seconds] = 0.3
_MEMORY_SECONDS: Final[Seconds] = 5.0
"""A device's clock may be wrong by 100 parts in a million: half a millisecond here."""
_JITTER_SECONDS: Final[Seconds] = 0.05
"""Less than this is no measurable loss."""


@dataclass(frozen=True, slots=True)
class Block:
    """Sound as it came: (T,) interleaved samples of 16 bit as bytes, `frames` of all channels, at that moment."""

    sound: bytes
    frames: int
    moment: Seconds
    is_after_loss: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with what is missing before it: `missing` frames, for a reason; None where nothing is."""

    block: Block
    missing: int = 0
    reason: GapKind | None = None


class Timeline:
    """Places blocks one after the other; holds some back while it is not clear how much is missing before them."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._frames = 0
        self._latest: Seconds = 0.0
        self._lateness: deque[tuple[Seconds, Seconds]] = deque()
        self._held: list[Block] = []
        self._is_new_stream = False

    @property
    def is_holding(self) -> bool:
        """Whether blocks are held back."""
        return bool(self._held)

    def reopened(self) -> list[Placed]:
        """The next block comes from a stream that has just been opened; gives what was held of the one before."""
        held = self._release()
        self._is_new_stream = True
        return held

    def restart(self) -> list[Placed]:
        """Whatever time passes before the next block does not count; gives what was held."""
        held = self._release()
        self._lateness.clear()
        self._is_new_stream = False
        return held

    def take(self, block: Block) -> list[Placed]:
        """Places the next block, or holds it back."""
        if not self._lateness:
            return [self._place(block)]
        if self._is_new_stream:  # nothing of it waited anywhere
            self._is_new_stream = False
            return [self._place(block, self._missing([block]), GapKind.LOST)]
        is_late = block.moment - self._latest > STALL_SECONDS
        if self._held or is_late or block.is_after_loss:
            return self._hold(block)
        return [self._place(block)]

    def _hold(self, block: Block) -> list[Placed]:
        self._held.append(block)
        if block.moment - self._held[0].moment < _BURST_SECONDS:
            return []
        return self._release()

    def _release(self) -> list[Placed]:
        held, self._held = self._held, []
        if not held:
            return []
        missing = self._missing(held)
        if missing < _JITTER_SECONDS * self._rate_hz:
            missing = 0
        is_overflow = any(block.is_after_loss for block in held)
        reason = GapKind.OVERFLOW if is_overflow else GapKind.LOST if missing else None
        first = self._place(held[0], missing, reason)
        return [first, *(self._place(block) for block in held[1:])]

    def _missing(self, blocks: list[Block]) -> int:
        due = self._frames
        least = float("inf")
        for block in blocks:
            due += block.frames
            least = min(least, block.moment - due / self._rate_hz)
        usual = min(lateness for _, lateness in self._lateness)
        return max(0, round((least - usual) * self._rate_hz))

    def _place(self, block: Block, missing: int = 0, reason: GapKind | None = None) -> Placed:
        if reason is not None:
            self._lateness.clear()
        self._frames += missing + block.frames
        self._latest = block.moment
        self._lateness.append((block.moment, block.moment - self._frames / self._rate_hz))
        while self._lateness[0][0] < block.moment - _MEMORY_SECONDS:
            self._lateness.popleft()
        return Placed(block, missing, reason)
