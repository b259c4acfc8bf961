"""The windows that a model is trained on, one epoch after another."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from dabir_core.asr.input_lengths import InputLengths
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.manifest import PreparedSet, Split
from dabir_training.windows.clip_index import read_index
from dabir_training.windows.clip_reader import ClipReader
from dabir_training.windows.epoch_plan import EpochPlan
from dabir_training.windows.examples import Example
from dabir_training.windows.packing import PackingRules
from dabir_training.windows.planning import Planner, Stock
from dabir_training.windows.target import read_target
from dabir_training.windows.window_maker import WindowMaker


class TrainingWindows(Dataset[Example]):
    """Windows of the training clips of a prepared set.

    A window depends on the seed, the epoch and its place alone, so a run that goes on sees what it would have seen, and
    so do workers, forked or spawned, and the processes of a distributed run. The epoch is each process's own: a worker
    that lives longer than an epoch has to be told of the next one with the places that it is asked for.
    """

    def __init__(
        self,
        prepared: PreparedSet,
        settings: WindowSettings,
        augment: AugmentSettings,
        *,
        checkpoint: Path,
        seed: int,
    ) -> None:
        """Reads the manifest once. Raises: PreparedSetWrong, CheckpointWrong, RunFileWrong."""
        target = read_target(checkpoint)
        index = read_index(prepared, Split.TRAIN)
        target.check_languages(index.codes)
        self._reader = ClipReader(index)
        self._maker = WindowMaker(self._reader, target, augment)
        lengths = target.lengths if settings.short_context else InputLengths.full(target.sizes)
        stock = Stock(index.samples, index.speakers, index.languages)
        self._planner = Planner(stock, PackingRules(settings, augment, lengths), seed=seed)
        self._seed, self._epoch = seed, 0
        self._plan: EpochPlan | None = None

    def set_epoch(self, epoch: int) -> None:
        """The windows are those of this epoch, the first being 0, from now on."""
        if epoch != self._epoch:
            self._epoch, self._plan = epoch, None

    def __len__(self) -> int:
        """How many windows each epoch has."""
        return self._planner.windows

    def __getitem__(self, place: int) -> Example:
        """One of the epoch's windows, made anew."""
        return self._maker.example(self.plan[place], np.random.default_rng((self._seed, self._epoch, place)))

    @property
    def plan(self) -> EpochPlan:
        """Which clips the epoch's windows hold."""
        if self._plan is None:
            self._plan = self._planner.plan(self._epoch)
        return self._plan

    @property
    def lengths(self) -> NDArray[np.int32]:
        """(windows,) samples of each window's input in this epoch; see `order_by_length`."""
        return self.plan.lengths

    @property
    def skipped(self) -> int:
        """How many clips were left out until now because they cannot be decoded or are too much text."""
        return self._reader.skipped
