"""What is known of a released model: read from the files that the run's steps have written, and nothing guessed.

An evaluation counts only if it is of the very weights that lie in the release's folder.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.checkpoint_files import read_json_if_there
from dabir_core.models import load_origin, locate
from dabir_core.models.verdict_file import checkpoint_digest
from dabir_core.units import Seconds
from dabir_training.configuration import RunConfig
from dabir_training.fitting.record import read_metrics
from dabir_training.manifest import PREPARED, Description, PreparedSet, Split
from dabir_training.prepare import Report, read_report
from dabir_training.release.export import CONVERSION
from dabir_training.release.standing import release_folder

_EVALUATIONS: Final = "evaluations"
_RESULTS: Final = "results.json"
_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Told:
    """A rate with its 95 % interval; 1.0 is 100 %."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, rate: Mapping[str, float]) -> "Told":
        """From results.json."""
        return cls(rate["value"], rate["low"], rate["high"])


@dataclass(frozen=True, slots=True)
class Judged:
    """A split's figures; `by_gender` are word error rates with how many utterances each is of."""

    split: Split
    scoring: str
    engine: str
    beams: int
    utterances: int
    hours: float
    wer: Told
    wer_strict: Told
    cer: Told
    by_gender: Mapping[str, tuple[int, Told]]
    invented_per_minute: float | None


@dataclass(frozen=True, slots=True)
class Training:
    """Steps that were made, seconds that they took with the evaluations between them; None where nobody wrote it."""

    steps: int
    seconds: Seconds | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it; None for what is not there.

    base     the name of the checkpoint that was started from; `base_id` its id on the hub
    judged   by split, for those that were judged on these weights
    """

    base: str
    base_id: str | None
    conversion: Mapping[str, Any]
    training: Training | None
    prepared: Description | None
    report: Report | None
    judged: Mapping[Split, Judged]


def read_figures(config: RunConfig) -> Figures:
    """Reads what the run has left. Raises: PreparedSetWrong, ModelError; OSError."""
    base, folder = locate(config.model), release_folder(config)
    origin = load_origin(base)
    is_prepared = (config.prepared / PREPARED).is_file()
    prepared = PreparedSet(config.prepared)
    return Figures(
        base=base.name,
        base_id=origin.hub_id if origin else None,
        conversion=read_json_if_there(folder / CONVERSION),
        training=_training(config),
        prepared=prepared.description() if is_prepared else None,
        report=read_report(prepared) if is_prepared else None,
        judged={each.split: each for each in _judged(config, folder)},
    )


def _training(config: RunConfig) -> Training | None:
    lines = read_metrics(config.checkpoints)
    if not lines:
        return None
    seconds = [float(line["seconds"]) for line in lines if "seconds" in line]
    return Training(max(int(line["step"]) for line in lines), max(seconds, default=None))


def _judged(config: RunConfig, release: Path) -> Iterator[Judged]:
    digest = checkpoint_digest(release)
    for split in Split:
        path = config.folder / _EVALUATIONS / release.name / split.value / _RESULTS
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
        if found is not None and found["decoding"]["checkpoint_digest"] == digest:
            yield _told(found, split)


def _told(found: Mapping[str, Any], split: Split) -> Judged:
    overall = found["overall"]
    noise = found["noise"].get(_ALL)
    return Judged(
        split=split,
        scoring=found["scoring"],
        engine=found["decoding"]["engine"],
        beams=found["decoding"]["beams"],
        utterances=overall["utterances"],
        hours=found["duration"] / 3600,
        wer=Told.of(overall["wer"]),
        wer_strict=Told.of(overall["wer_strict"]),
        cer=Told.of(overall["cer"]),
        by_gender={name: (each["utterances"], Told.of(each["wer"])) for name, each in found["by_gender"].items()},
        invented_per_minute=noise["words_per_minute"] if noise else None,
    )
