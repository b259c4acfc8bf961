"""[evaluate]: what a checkpoint is judged by."""

from dataclasses import dataclass

from dabir_core.units import Seconds
from dabir_training.manifest import Split


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """How a split is decoded and scored.

    splits         that are decoded
    is_raw         `wer` compares the strings as they are, as the student did, and says so
    engine         of core's, by its name; auto takes a CUDA GPU where torch has one, else OpenVINO
    beams          of the search; 1 is greedy
    batch          clips that are decoded together, at most
    resamples      of the bootstrap
    worst          utterances shown in the page
    noise_seconds  of sound without speech, on which invented text is counted; 0: none
    """

    splits: tuple[Split, ...] = (Split.DEV, Split.TEST)
    is_raw: bool = False
    engine: str = "auto"
    beams: int = 1
    batch: int = 8
    resamples: int = 1000
    worst: int = 200
    noise_seconds: Seconds = 600.0

    def __post_init__(self) -> None:
        """Refuses what nothing can be judged with."""
        if min(self.beams, self.batch, self.resamples) < 1:
            raise ValueError("beams, batch and resamples are at least 1")
        if min(self.worst, self.noise_seconds) < 0:
            raise ValueError("worst and noise_seconds are not below 0")
