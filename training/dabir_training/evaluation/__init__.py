"""A checkpoint judged on a run's prepared set: decoding, figures, and a page to read."""

from dabir_training.evaluation.hypotheses import Utterance, read_hypotheses
from dabir_training.evaluation.running import Evaluation, EvaluationOptions, evaluate, evaluation_folder, wer_on_dev

__all__ = [
    "Evaluation",
    "EvaluationOptions",
    "Utterance",
    "evaluate",
    "evaluation_folder",
    "read_hypotheses",
    "wer_on_dev",
]
