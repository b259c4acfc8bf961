"""The averaged checkpoint of a run: its best ones, and how much of the base beside them, which dev decides if asked.

Mixtures that are tried lie in a folder of their own, so that `averaged/` is the chosen one or is not there.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabir_core.models import locate
from dabir_core.whole_file import write_whole
from dabir_training.configuration import RunConfig, StoredAs
from dabir_training.release.candidates import best_candidates
from dabir_training.release.export import Origin, write_release
from dabir_training.release.folders import written_aside
from dabir_training.release.mixing import shares
from dabir_training.release.standing import averaged_folder, mixed_by, weights_hashes

_TRIAL: Final = ".averaging-trial"
TRIALS: Final = "averaging.json"

Tell = Callable[[str, int, int | None], None]
"""Takes a step's name, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Gives the word error rate on dev of a checkpoint's folder, and what that depends on besides, as JSON has it."""

    wer: Callable[[Path], float]
    conditions: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Averaged:
    """The folder that was written, what it is made of, and what was tried: WER on dev by the base's share."""

    folder: Path
    checkpoints: tuple[str, ...]
    toward_base: float
    trials: dict[float, float]


def average(config: RunConfig, judge: Judge, *, tell: Tell = lambda *_: None) -> Averaged:
    """Averages the best checkpoints in float32; a share of the base that was judged alike before is not judged again.

    Raises: CheckpointWrong where too few checkpoints stand or they do not fit together; PreparedSetWrong; ModelError;
    OSError.
    """
    chosen = [each.folder for each in best_candidates(config, config.release.average)]
    mixer = _Mixer(config, chosen, locate(config.model))
    trials = dict[float, float]()
    conditions = mixer.conditions(judge) if config.release.sweep else ""
    for share in config.release.sweep:
        trials[share] = mixer.judged(share, judge, conditions=conditions)
        tell("shares of the base", len(trials), len(config.release.sweep))
    # the smaller share of equals: what was trained counts
    toward_base = min(trials, key=lambda share: (trials[share], share)) if trials else config.release.toward_base
    folder = averaged_folder(config)
    mixer.write(folder, toward_base)
    shutil.rmtree(config.folder / _TRIAL, ignore_errors=True)
    return Averaged(folder, tuple(each.name for each in chosen), toward_base, trials)


@dataclass(frozen=True, slots=True)
class _Mixer:
    config: RunConfig
    chosen: Sequence[Path]
    base: Path

    def write(self, folder: Path, toward_base: float) -> None:
        parts = shares(self.chosen, base=self.base, toward_base=toward_base)
        told = {"run": self.config.name, "mixed_by": mixed_by(self.config)}
        origin = Origin(parts, self.base, self.config.language, told)
        with written_aside(folder) as staged:
            write_release(origin, staged, stored_as=StoredAs.FP32)

    def conditions(self, judge: Judge) -> str:
        """All that a trial depends on but for the share: the weights of both sides, and how they are judged."""
        weights = [weights_hashes(folder) for folder in (*self.chosen, self.base)]
        return json.dumps([weights, judge.conditions()], sort_keys=True)

    def judged(self, toward_base: float, judge: Judge, *, conditions: str) -> float:
        """The WER of that mixture, from the file of trials if it stands there."""
        key = f"{toward_base} {conditions}"
        file = self.config.folder / TRIALS
        known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        if key not in known:
            folder = self.config.folder / _TRIAL
            self.write(folder, toward_base)
            known[key] = judge.wer(folder)
            write_whole(file, json.dumps(known, indent=1) + "\n")
        return float(known[key])
