"""How well hypotheses match references: error rates that count words, not ways of spelling. Pure and versioned."""

from dabir_training.scoring.alignment import Kind, Step, align
from dabir_training.scoring.counts import Counts, count
from dabir_training.scoring.folding import VERSION, folded_words
from dabir_training.scoring.scores import Difference, Rate, Scores, Units, difference, score, score_counts

__all__ = [
    "VERSION",
    "Counts",
    "Difference",
    "Kind",
    "Rate",
    "Scores",
    "Step",
    "Units",
    "align",
    "count",
    "difference",
    "folded_words",
    "score",
    "score_counts",
]
