"""How far one job has come, from what its engine tells: what is shown meanwhile, and when it is stopped as too long."""

import time
from collections.abc import Callable, Sequence

from dabir_bot.job_errors import SoundTooLong
from dabir_bot.status import Stage, Status
from dabir_core import Progress, Segment
from dabir_core.units import Seconds

Clock = Callable[[], Seconds]
"""Counts seconds from anywhere, never back."""


class Course:
    """One run of one job; a run that goes on after a crash begins a new one, whose pace is measured anew."""

    def __init__(self, longest: Seconds, clock: Clock = time.monotonic) -> None:
        self._longest = longest
        self._clock = clock
        self._first: tuple[Seconds, Seconds] | None = None
        self._status: Status | None = None

    @property
    def status(self) -> Status | None:
        """What there is to show; None at the beginning."""
        return self._status

    def received(self, received_bytes: int, total_bytes: int | None) -> None:
        """So much of the sound is here."""
        done = received_bytes / total_bytes if total_bytes else None
        self._status = Status(Stage.FETCHING, done=done)

    def heard(self, progress: Progress, segments: Sequence[Segment]) -> None:
        """So much of it is text. Raises: SoundTooLong where it turns out to be longer than was declared."""
        if max(progress.done, progress.total or 0.0) > self._longest:
            raise SoundTooLong(f"{self._longest / 60:.0f}")
        text = " ".join(segment.text for segment in segments)
        done = progress.done / progress.total if progress.total else None
        self._status = Status(Stage.WRITING, done=done, left=self._left(progress), text=text)

    def _left(self, progress: Progress) -> Seconds | None:
        """By the pace since the first news: what the journal had, and loading the model, would mislead."""
        now = self._clock()
        if self._first is None:
            self._first = now, progress.done
        begun, done = self._first
        if progress.total is None or progress.done <= done:
            return None
        return (progress.total - progress.done) * (now - begun) / (progress.done - done)
