"""Fitting: a model's weights to a prepared set, in a run that can end at any moment and go on."""

from dabir_training.fitting.callbacks import FitProgress
from dabir_training.fitting.planning import Plan, plan
from dabir_training.fitting.train import RunResult, train

__all__ = ["FitProgress", "Plan", "RunResult", "plan", "train"]
