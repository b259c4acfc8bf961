"""One whole run, as its file says it."""

from dataclasses import dataclass, field
from pathlib import Path

from dabir_training.configuration.evaluation import EvaluationSettings
from dabir_training.configuration.fitting import FittingSettings
from dabir_training.configuration.preparation import PreparationSettings
from dabir_training.configuration.release import ReleaseSettings
from dabir_training.configuration.windows import AugmentSettings, WindowSettings
from dabir_training.run_file import read_section, read_table


@dataclass(frozen=True, slots=True)
class RunConfig:
    """One whole run.

    name      of the run and of the model that comes of it
    folder    all that the run writes: prepared set, checkpoints, metrics, evaluations, the released model
    mirror    a second folder (another disk, a mounted drive) that gets every checkpoint and evaluation too
    model     the checkpoint to start from: a folder, or a model that `dabir models` knows
    language  Whisper's code of the language to be learned
    seed      of all that is drawn by chance
    """

    name: str
    folder: Path
    model: str
    prepare: PreparationSettings
    mirror: Path | None = None
    language: str = "fa"
    seed: int = 1404
    windows: WindowSettings = field(default_factory=WindowSettings)
    augment: AugmentSettings = field(default_factory=AugmentSettings)
    train: FittingSettings = field(default_factory=FittingSettings)
    evaluate: EvaluationSettings = field(default_factory=EvaluationSettings)
    release: ReleaseSettings = field(default_factory=ReleaseSettings)

    @property
    def prepared(self) -> Path:
        """The prepared set's folder."""
        return self.folder / "prepared"

    @property
    def checkpoints(self) -> Path:
        """Where checkpoints, metrics and the evaluations beside them are written."""
        return self.folder / "checkpoints"


def read_run(path: Path) -> RunConfig:
    """Reads a run file. Raises: RunFileWrong."""
    return read_section(RunConfig, read_table(path))
