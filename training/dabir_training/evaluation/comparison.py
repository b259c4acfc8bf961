"""Two evaluations of the same utterances: how much one is better, and whether that is more than chance."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from dabir_core.whole_file import write_whole
from dabir_training.errors import EvaluationWrong, NotComparable
from dabir_training.evaluation.decoding import digest_split
from dabir_training.evaluation.hypotheses import Decoding, read_decoding, read_hypotheses
from dabir_training.evaluation.results import Scoring, judge
from dabir_training.manifest import PreparedSet, Split
from dabir_training.scoring import Difference, Units, difference

COMPARISON: Final = "comparison.json"


def check_comparable(other: Path, prepared: PreparedSet, split: Split) -> None:
    """Whether an evaluation of this split can be compared with that one; no checkpoint is needed to say so.

    Raises: NotComparable, PreparedSetWrong.
    """
    told = _decoding(other)
    if told.split != split.value:
        raise NotComparable(f"{other}: of {told.split}, not of {split}")
    if told.split_hash != digest_split(prepared, split).hash:
        raise NotComparable(f"{other}: of other clips than {prepared.folder} has")
    if (decoded := sum(1 for _ in read_hypotheses(other))) != told.clips:
        raise NotComparable(f"{other}: {decoded} clips, not {told.clips}")


def split_of(other: Path) -> Split:
    """Which split an evaluation is of. Raises: NotComparable."""
    return Split(_decoding(other).split)


def compare(folder: Path, other: Path, *, scoring: Scoring) -> Mapping[Units, Difference]:
    """How much the rates of one folder's hypotheses are above those of the other's; below 0 is better.

    Raises: NotComparable where a folder holds no finished evaluation, or not of the same clips.
    """
    if _decoding(folder).split_hash != _decoding(other).split_hash:
        raise NotComparable(f"{other}: of other clips than {folder}")
    ours, theirs = ({each.id: each for each in read_hypotheses(each)} for each in (folder, other))
    if ours.keys() != theirs.keys():
        raise NotComparable(f"{other}: {len(theirs)} clips, not {len(ours)}")
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


def _decoding(folder: Path) -> Decoding:
    try:
        return read_decoding(folder)
    except EvaluationWrong as cause:
        raise NotComparable(f"{folder}: no evaluation") from cause
