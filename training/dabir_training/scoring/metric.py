"""Our score as a metric of the library `evaluate`, for those whose tools expect one; nothing is fetched from a hub.

`evaluate.load("wer")` runs a script that it downloads; this one is a class of ours, used as it is:

    ErrorRates().compute(references=[…], predictions=[…])
    ErrorRates(is_raw=True)…                                 # jiwer's figure on the strings as they are

This module imports `evaluate` and `datasets`; the rest of scoring needs neither.
"""

from typing import Any

import datasets
import evaluate

from dabir_training.scoring.scores import Units, score

_DESCRIPTION = "Error rates of Persian speech recognition that count words, not ways of spelling them."


class ErrorRates(evaluate.Metric):  # type: ignore[misc] # the library has no types
    """wer, wer_strict and cer as numbers, and the version of the rules; 1.0 is 100 %."""

    def __init__(self, *, is_raw: bool = False, **settings: Any) -> None:
        """`settings` are those of `evaluate.Metric`: cache_dir, experiment_id, num_process and so on."""
        super().__init__(**settings)
        self._is_raw = is_raw

    def _info(self) -> evaluate.MetricInfo:
        texts = {"predictions": datasets.Value("string"), "references": datasets.Value("string")}
        return evaluate.MetricInfo(description=_DESCRIPTION, citation="", features=datasets.Features(texts))

    def _compute(self, predictions: list[str], references: list[str]) -> dict[str, float | str]:
        scores = score(list(zip(references, predictions, strict=True)), is_raw=self._is_raw, resamples=1)
        rates: dict[str, float | str] = {units.value: getattr(scores, units.value).value for units in Units}
        return {**rates, "scoring": scores.version}
