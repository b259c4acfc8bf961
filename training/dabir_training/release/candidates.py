"""Which of a run's checkpoints are whole, and which read dev best."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.checkpoint_files import weights_file
from dabir_training.configuration import RunConfig
from dabir_training.errors import CheckpointWrong
from dabir_training.release.adapters import ADAPTER_WEIGHTS

METRICS: Final = "metrics.jsonl"
TRAINER_STATE: Final = "trainer_state.json"
_NAME: Final = re.compile(r"checkpoint-(\d+)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checkpoint of the run; `wer` is None where it was not judged."""

    folder: Path
    step: int
    wer: float | None


def candidates(config: RunConfig) -> list[Candidate]:
    """Every whole checkpoint of the run, the earliest first. Raises: CheckpointWrong for metrics that are no JSON."""
    wers = dict(_wers(config.checkpoints / METRICS))
    found = [
        Candidate(folder, int(named[1]), wers.get(int(named[1])))
        for folder in config.checkpoints.glob("checkpoint-*")
        if (named := _NAME.fullmatch(folder.name)) and _is_whole(folder)
    ]
    return sorted(found, key=lambda each: each.step)


def best_candidates(config: RunConfig, count: int) -> list[Candidate]:
    """So many with the lowest WER on dev, the best first; of equals the later. Where none was judged, the last ones.

    Raises: CheckpointWrong where fewer stand.
    """
    standing = candidates(config)
    if len(standing) < count:
        raise CheckpointWrong(f"{config.checkpoints}: {len(standing)} whole checkpoints, not {count}")
    judged = [each for each in standing if each.wer is not None] or standing
    return sorted(judged, key=lambda each: (each.wer or 0.0, -each.step))[:count]


def _is_whole(folder: Path) -> bool:
    """The trainer's state is written after the weights."""
    has_weights = weights_file(folder) is not None or (folder / ADAPTER_WEIGHTS).is_file()
    return has_weights and (folder / TRAINER_STATE).is_file()


def _wers(metrics: Path) -> Iterator[tuple[int, float]]:
    if not metrics.is_file():
        return
    try:
        rows: list[dict[str, Any]] = [json.loads(line) for line in metrics.read_text(encoding="utf-8").splitlines()]
    except ValueError as cause:
        raise CheckpointWrong(f"{metrics.parent.name}/{METRICS}") from cause
    for row in rows:
        if "wer" in row:
            yield int(row["step"]), float(row["wer"])
