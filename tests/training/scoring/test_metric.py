from pathlib import Path

import jiwer
import pytest

from dabir_training.scoring import VERSION, score
from dabir_training.scoring.metric import ErrorRates

pytestmark = pytest.mark.long  # the library imports transformers and torch

REFERENCES = ["می\u200cروم ۲ بار", "خانهٔ ما سبز است"]
HYPOTHESES = ["ميروم دو بار", "خانه ما زرد است"]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks the hub fails."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("socket.socket.connect", refuse)


def refuse(*_: object) -> None:
    raise AssertionError("no network")


def test_the_metric_says_what_the_score_says(tmp_path: Path) -> None:
    told = ErrorRates(cache_dir=str(tmp_path)).compute(predictions=HYPOTHESES, references=REFERENCES)
    scores = score(list(zip(REFERENCES, HYPOTHESES, strict=True)), resamples=1)
    assert told == {
        "wer": scores.wer.value,
        "wer_strict": scores.wer_strict.value,
        "cer": scores.cer.value,
        "scoring": VERSION,
    }


def test_it_takes_batches_as_trainers_give_them(tmp_path: Path) -> None:
    metric = ErrorRates(is_raw=True, cache_dir=str(tmp_path))
    for reference, hypothesis in zip(REFERENCES, HYPOTHESES, strict=True):
        metric.add_batch(predictions=[hypothesis], references=[reference])
    assert metric.compute()["wer"] == jiwer.wer(REFERENCES, HYPOTHESES)
