"""[evaluate]: what a checkpoint is judged by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """How a split is decoded and scored.

    splits        that are decoded
    is_raw        scores the strings as they are, as the student did, and says so
    beams         of the search; 1 is greedy
    resamples     of the bootstrap
    worst         utterances shown in the page
    """

    splits: tuple[str, ...] = ("dev", "test")
    is_raw: bool = False
    beams: int = 1
    batch: int = 8
    resamples: int = 1000
    worst: int = 200
    noise_seconds: float = 600.0
