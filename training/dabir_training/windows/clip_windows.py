"""Single clips, as they were recorded, to judge a model by."""

from pathlib import Path

import numpy as np
from torch.utils.data import Dataset

from dabir_training.configuration import AugmentSettings
from dabir_training.manifest import Clip, PreparedSet, Split
from dabir_training.windows.clip_index import read_index
from dabir_training.windows.clip_reader import ClipReader
from dabir_training.windows.epoch_plan import Piece, PlannedWindow
from dabir_training.windows.examples import Example
from dabir_training.windows.target import read_target
from dabir_training.windows.window_maker import WindowMaker


class ClipWindows(Dataset[Example]):
    """Clips of a split, each in a whole window of its own; always the same ones for the same seed.

    Clips longer than the model's window are not among them: nobody could read them in one.
    """

    def __init__(self, prepared: PreparedSet, split: Split, *, checkpoint: Path, clips: int, seed: int) -> None:
        """Draws so many clips; all where there are no more. Raises: PreparedSetWrong, CheckpointWrong."""
        target = read_target(checkpoint)
        index = read_index(prepared, split)
        target.check_languages(index.codes)
        usable = np.flatnonzero((index.samples > 0) & (index.samples <= target.sizes.window_samples))
        drawn = np.random.default_rng(seed).permutation(usable)[:clips]
        self._rows = [int(row) for row in np.sort(drawn)]
        self._whole = target.sizes.window_samples
        self._reader = ClipReader(index)
        self._maker = WindowMaker(self._reader, target, AugmentSettings(clean=1.0))

    def __len__(self) -> int:
        """How many clips were drawn."""
        return len(self._rows)

    def __getitem__(self, place: int) -> Example:
        """A clip, padded to the whole window, with the tokens of its text without times."""
        row = self._rows[place]
        window = PlannedWindow(
            pieces=(Piece(row, 0, 1.0),),
            straddler=None,
            previous=(),
            language=int(self._reader.index.languages[row]),
            has_times=False,
            is_clean=True,
            length=self._whole,
        )
        return self._maker.example(window, np.random.default_rng(row))

    def clip(self, place: int) -> Clip:
        """What is known of it."""
        return self._reader.index.clip(self._rows[place])

    def reference(self, place: int) -> str:
        """What is said in it."""
        return self.clip(place).text

    def id(self, place: int) -> str:
        """Its name in the prepared set."""
        return self.clip(place).id
