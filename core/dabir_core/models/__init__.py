"""The checkpoints on this machine: which there are, where one lies, and which heads of it tell word times."""

from dabir_core.models.calibration import Passage, calibrate, sample_passages
from dabir_core.models.store import DEMO, choose, installed, locate

__all__ = ["DEMO", "Passage", "calibrate", "choose", "installed", "locate", "sample_passages"]
