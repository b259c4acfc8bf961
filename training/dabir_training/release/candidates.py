"""Which of a run's checkpoints read dev best, of those that are whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dabir_training.configuration import RunConfig
from dabir_training.errors import CheckpointWrong
from dabir_training.fitting.checkpoints import checkpoints, is_whole, step_of
from dabir_training.fitting.record import read_metrics


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checkpoint of the run; `wer` is None where it was not judged."""

    folder: Path
    step: int
    wer: float | None


def best_candidates(config: RunConfig, count: int) -> list[Candidate]:
    """So many with the lowest WER on dev, the best first; of equals the earlier. Where none was judged, the last ones.

    Raises: CheckpointWrong where fewer stand.
    """
    found = list(islice(_whole(_ranked(config)), count))
    if len(found) < count:
        reason = f"{len(found)} whole checkpoints, not {count}"
        raise CheckpointWrong(f"{config.checkpoints}: {reason}" + ("; lower [release] average" if found else ""))
    return found


def _ranked(config: RunConfig) -> list[Candidate]:
    lines = (line for line in read_metrics(config.checkpoints) if "wer" in line)
    wers = {int(line["step"]): float(line["wer"]) for line in lines}
    folders = checkpoints(config.checkpoints)
    standing = [Candidate(folder, step_of(folder), wers.get(step_of(folder))) for folder in folders]
    judged = [each for each in standing if each.wer is not None]
    return sorted(
        judged or standing, key=lambda each: (each.wer, each.step) if each.wer is not None else (0.0, -each.step)
    )


def _whole(ranked: list[Candidate]) -> Iterator[Candidate]:
    """Hashes are compared when a checkpoint is asked for: those of a large one take seconds."""
    return (each for each in ranked if is_whole(each.folder))
