"""In which order the windows of a run are trained on: a function of the seed and the step alone.

The whole run is one list of updates, so that a run goes on at any of them, whether an epoch ends there or not. An
update is a set of rows; which process takes which of them, and in how many steps, does not change the set. So two
processes with a batch of 8 train on what one with 16 does, or one with 8 and two steps to an update. The rows of an
update have one length, so that nothing is computed on filling and no process waits for another.
"""

import itertools
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset, Sampler

from dabir_training.configuration import FittingSettings
from dabir_training.windows import order_by_length

Place = tuple[int, int]
"""An epoch and the index of a window in it."""
Example = TypeVar("Example")
Covariant = TypeVar("Covariant", covariant=True)


class EpochWindows(Protocol[Covariant]):
    """Windows that differ from epoch to epoch; each depends on its epoch and index alone."""

    def set_epoch(self, epoch: int) -> None:
        """The windows are those of this epoch from now on."""

    def __len__(self) -> int:
        """How many each epoch has."""

    def __getitem__(self, index: int) -> Covariant:
        """One of them."""

    @property
    def lengths(self) -> NDArray[np.int32]:
        """(windows,) of each one's sound."""


class PlacedWindows(Dataset[Example], Generic[Example]):
    """Windows by epoch and index: a loader's process may be in another epoch than its fellows."""

    def __init__(self, windows: EpochWindows[Example]) -> None:
        self._windows = windows
        self._epoch: int | None = None

    def __getitem__(self, place: Place) -> Example:
        """The window of that place."""
        epoch, index = place
        self._turn_to(epoch)
        return self._windows[index]

    def __len__(self) -> int:
        """How many windows each epoch has."""
        return len(self._windows)

    def lengths(self, epoch: int) -> NDArray[np.int32]:
        """Of the windows of an epoch."""
        self._turn_to(epoch)
        return self._windows.lengths

    def _turn_to(self, epoch: int) -> None:
        if epoch != self._epoch:
            self._windows.set_epoch(epoch)
            self._epoch = epoch


@dataclass(frozen=True, slots=True)
class Share:
    """What one of several processes does of an update: `accumulate` steps with `batch` rows each."""

    batch: int
    accumulate: int = 1
    rank: int = 0
    processes: int = 1

    @property
    def rows(self) -> int:
        """Of an update, over all processes."""
        return self.batch * self.accumulate * self.processes


def share_of(settings: FittingSettings) -> Share:
    """This process's part of each update, as its launcher's environment says."""
    rank, processes = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    return Share(settings.batch, settings.accumulate, rank, processes)


def updates_of(epochs: float, windows: int, *, rows: int) -> int:
    """How many updates so many epochs take; the last of each epoch may have fewer rows."""
    whole = math.floor(epochs)
    return max(1, whole * math.ceil(windows / rows) + math.ceil((epochs - whole) * windows / rows))


class Order(Sampler[list[Place]]):
    """The steps of one process, from the run's first to its last."""

    def __init__(self, lengths: Callable[[int], NDArray[np.int32]], share: Share, *, updates: int, seed: int) -> None:
        """`lengths` gives those of the windows of an epoch, of which there is at least one."""
        self._lengths, self.share, self._updates, self._seed = lengths, share, updates, seed

    def __len__(self) -> int:
        """Steps of this process."""
        return self._updates * self.share.accumulate

    def __iter__(self) -> Iterator[list[Place]]:
        """Each step's places."""
        updates = itertools.islice(self._rows(), self._updates)
        return (places for update in updates for places in self._steps(update))

    def _rows(self) -> Iterator[list[Place]]:
        for epoch in itertools.count():
            order = order_by_length(self._lengths(epoch), self.share.rows, seed=(self._seed, epoch)).tolist()
            for first in range(0, len(order), self.share.rows):
                yield [(epoch, index) for index in order[first : first + self.share.rows]]

    def _steps(self, update: list[Place]) -> Iterator[list[Place]]:
        """Deals an update evenly; where it has fewer rows than there are steps in it, some are taken twice."""
        parts = self.share.accumulate * self.share.processes
        places = list(itertools.islice(itertools.cycle(update), max(len(update), parts)))
        for step in range(self.share.accumulate):
            part = step * self.share.processes + self.share.rank
            yield places[part * len(places) // parts : (part + 1) * len(places) // parts]
