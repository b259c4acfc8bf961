"""A checkpoint judged on a run's prepared set: decoding, figures, and a page to read."""

from dabir_training.evaluation.hypotheses import Utterance, read_hypotheses
from dabir_training.evaluation.on_dev import dev_conditions, wer_on_dev
from dabir_training.evaluation.running import Evaluation, EvaluationOptions, evaluate, evaluation_folder

__all__ = [
    "Evaluation",
    "EvaluationOptions",
    "Utterance",
    "dev_conditions",
    "evaluate",
    "evaluation_folder",
    "read_hypotheses",
    "wer_on_dev",
]
