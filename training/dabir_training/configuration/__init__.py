"""What a run file says: one section for each step, each key with its meaning and its default."""

from dabir_training.configuration.evaluation import EvaluationSettings
from dabir_training.configuration.fitting import FittingSettings, LoraSettings, Optimizer, Precision, Schedule
from dabir_training.configuration.preparation import PreparationSettings, SourceKind, SourceSettings, SplitPolicy
from dabir_training.configuration.release import ReleaseSettings, StoredAs
from dabir_training.configuration.run import RunConfig, read_run
from dabir_training.configuration.windows import AugmentSettings, WindowSettings

__all__ = [
    "AugmentSettings",
    "EvaluationSettings",
    "FittingSettings",
    "LoraSettings",
    "Optimizer",
    "Precision",
    "PreparationSettings",
    "ReleaseSettings",
    "RunConfig",
    "Schedule",
    "SourceKind",
    "SourceSettings",
    "SplitPolicy",
    "StoredAs",
    "WindowSettings",
    "read_run",
]
