"""What a run file will come to, before anything is trained."""

from dataclasses import dataclass

from dabir_core.models import locate
from dabir_core.units import Seconds
from dabir_training.configuration import RunConfig
from dabir_training.fitting.material import judged_split, material
from dabir_training.fitting.order import share_of
from dabir_training.fitting.recipe import evaluated_at, learning_rate, warmup_steps
from dabir_training.fitting.start import read_width
from dabir_training.fitting.train import planned_steps
from dabir_training.manifest import PreparedSet, Split


@dataclass(frozen=True, slots=True)
class Plan:
    """A run as it would be made by the processes that its launcher started.

    windows       of an epoch; `rows` of them make a step, and `steps` of these `epochs`
    clips, speech   that the windows of an epoch are made of, and how long they are
    judged        clips of the split `split`, after each of `evaluations` steps and before the first
    """

    model: str
    steps: int
    epochs: float
    windows: int
    rows: int
    clips: int
    speech: Seconds
    learning_rate: float
    warmup_steps: int
    evaluations: int
    judged: int
    split: Split


def plan(config: RunConfig) -> Plan:
    """Reads the manifest and the model's sizes. Raises: TrainingError; what core refuses of a model."""
    start = locate(config.model)
    found = material(config, start)
    windows, rows = len(found.windows), share_of(config.train).rows
    steps = planned_steps(config, windows=windows, rows=rows)
    clips = [clip.duration for clip in PreparedSet(config.prepared).clips(Split.TRAIN)]
    return Plan(
        model=start.name,
        steps=steps,
        epochs=steps * rows / windows,
        windows=windows,
        rows=rows,
        clips=len(clips),
        speech=sum(clips),
        learning_rate=learning_rate(config.train, width=read_width(start)),
        warmup_steps=warmup_steps(config.train, steps=steps),
        evaluations=len(evaluated_at(config.train, steps=steps)),
        judged=len(found.clips),
        split=judged_split(config),
    )
