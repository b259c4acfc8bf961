"""Two evaluations of the same utterances: how much one is better, and whether that is more than chance."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from dabir_core.whole_file import write_whole
from dabir_training.errors import EvaluationWrong
from dabir_training.evaluation.hypotheses import read_decoding, read_hypotheses
from dabir_training.evaluation.results import Scoring, judge
from dabir_training.scoring import Difference, Units, difference

COMPARISON: Final = "comparison.json"


def compare(folder: Path, other: Path, *, scoring: Scoring) -> Mapping[Units, Difference]:
    """How much the rates of one folder's hypotheses are above those of the other's; below 0 is better.

    Raises: EvaluationWrong where a folder holds no finished evaluation, or not of the same clips.
    """
    if read_decoding(folder).split_hash != read_decoding(other).split_hash:
        raise EvaluationWrong(f"{other}: of other clips than {folder}")
    ours, theirs = ({each.id: each for each in read_hypotheses(each)} for each in (folder, other))
    if ours.keys() != theirs.keys():
        raise EvaluationWrong(f"{other}: {len(theirs)} clips, not {len(ours)}")
    counts, others = (
        [each.counts for each in judge([found[id_] for id_ in ours], is_raw=scoring.is_raw)] for found in (ours, theirs)
    )
    return {
        units: difference(counts, others, units=units, resamples=scoring.resamples, seed=scoring.seed)
        for units in Units
    }


def write_comparison(told: Mapping[Units, Difference], folder: Path, other: Path) -> None:
    """Writes comparison.json beside the results. Raises: OSError."""
    content = {"against": str(other), **{units.value: asdict(each) for units, each in told.items()}}
    write_whole(folder / COMPARISON, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
