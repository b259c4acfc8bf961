"""Short runs of `train` for the benchmarks of training: their material, and what their metrics say of the pace.

A run is made in a process of its own, so that its peak of memory is its own.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.training_clips import Material, write_material
from dabir_core.units import Seconds
from dabir_training.configuration import RunConfig
from dabir_training.manifest import MANIFEST, Split

_DEV: Final = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """Of the steps after the first few: how many a second, and the share of the time in which the trainer waited."""

    steps_per_second: float
    windows_per_second: float
    waiting: float


def write_trained_material(folder: Path, *, clips: int, size: str) -> Material:
    """Clips, a few of them for dev, and a checkpoint of this size with random weights."""
    from tests.checkpoints import Recipe, make_checkpoint

    material = write_material(folder, clips=clips, size=size)
    manifest = material.prepared.folder / MANIFEST
    made = list(material.prepared.clips())
    dev = [replace(clip, id=f"dev-{clip.id}", split=Split.DEV) for clip in made[:_DEV]]
    manifest.write_text("".join(f"{clip.line}\n" for clip in [*made, *dev]), encoding="utf-8")
    make_checkpoint(material.checkpoint, Recipe(size=size))
    return material


def short_run(config: RunConfig, *, steps: int, workers: int) -> RunConfig:
    """So many steps of it, judged on one clip, with a line of metrics a step."""
    train = replace(
        config.train, steps=steps, epochs=1.0, workers=workers, evaluations=1, evaluate_every=0, evaluation_clips=1
    )
    return replace(config, train=replace(train, log_every=1, keep=1, is_judged_on_test=False))


def pace(folder: Path, *, after: int, rows: int) -> Pace:
    """From the metrics of a run that is over; the first steps start workers and warm caches."""
    lines = [json.loads(line) for line in (folder / "checkpoints/metrics.jsonl").read_text("utf-8").splitlines()]
    steps = [line for line in lines if "loss" in line and line["step"] > after]
    seconds: list[Seconds] = [rows / line["windows_per_second"] for line in steps]
    waited = sum(line["waiting"] * spent for line, spent in zip(steps, seconds, strict=True))
    return Pace(len(steps) / sum(seconds), rows * len(steps) / sum(seconds), waited / sum(seconds))


def in_a_process(module: str, words: Sequence[str]) -> str:
    """What `python -m module words` prints last."""
    command = [sys.executable, "-m", module, *words]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return ended.stdout.splitlines()[-1]
