"""What is found of the catalogue on one machine, apart from `recommending`, which finds it."""

from dataclasses import dataclass

from dabir_core.models.entries import Entry


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a checkpoint would be like on this machine's CPU.

    minutes    about how long an hour of sound takes
    memory_bytes, disk_bytes   about what it takes, the latter at most
    """

    entry: Entry
    minutes: float
    memory_bytes: int
    disk_bytes: int
    fits_memory: bool
    fits_disk: bool

    @property
    def fits(self) -> bool:
        """Whether it can run here at all."""
        return self.fits_memory and self.fits_disk


@dataclass(frozen=True, slots=True)
class Recommendation:
    """All candidates in the catalogue's order, and the one to take: the best that is fast enough, if any fits."""

    candidates: tuple[Candidate, ...]
    best: Candidate | None
    engine: str
