"""The checkpoints on this machine: which there are, where one lies, and what was found out about each."""

from dabir_core.models.calibration import Passage, calibrate, has_heads, sample_passages
from dabir_core.models.check import Subject, check, recordings_of
from dabir_core.models.comparison import LengthFigures, Outcome, Verdict
from dabir_core.models.store import DEMO, choose, installed, locate
from dabir_core.models.verdict_file import earned_lengths, load_verdict, store_verdict

__all__ = [
    "DEMO",
    "LengthFigures",
    "Outcome",
    "Passage",
    "Subject",
    "Verdict",
    "calibrate",
    "check",
    "choose",
    "earned_lengths",
    "has_heads",
    "installed",
    "load_verdict",
    "locate",
    "recordings_of",
    "sample_passages",
    "store_verdict",
]
