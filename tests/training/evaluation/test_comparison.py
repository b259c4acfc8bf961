import json
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.errors import NotComparable
from dabir_training.evaluation.comparison import COMPARISON, compare, write_comparison
from dabir_training.evaluation.hypotheses import Decoding, HypothesisFile, Utterance
from dabir_training.evaluation.results import Scoring
from dabir_training.scoring import Units

DECODING = Decoding("one", "d1", "openvino", "fa", 1, "test", 3, "abc")
SCORING = Scoring(is_raw=False, resamples=200, seed=1)


def evaluation(folder: Path, hypotheses: list[str], *, split_hash: str = "abc") -> Path:
    file = HypothesisFile(folder, replace(DECODING, checkpoint=folder.name, split_hash=split_hash))
    for number, hypothesis in enumerate(hypotheses):
        file.append(Utterance(str(number), "یک دو سه چهار", hypothesis, 1.0))
    return folder


def test_the_difference_is_of_the_same_utterances(tmp_path: Path) -> None:
    # every utterance has one wrong word more than the other's: 25 points on every draw, though both vary
    worse = evaluation(tmp_path / "worse", ["یک دو سه من", "یک دو من من", "یک من من من"])
    better = evaluation(tmp_path / "better", ["یک دو سه چهار", "یک دو سه من", "یک دو من من"])
    told = compare(worse, better, scoring=SCORING)
    assert (told[Units.WER].value, told[Units.WER].low, told[Units.WER].high) == pytest.approx((0.25, 0.25, 0.25))
    write_comparison(told, worse, better)
    content = json.loads((worse / COMPARISON).read_text(encoding="utf-8"))
    assert content["against"] == str(better)
    assert content["wer"]["value"] == pytest.approx(0.25)


def test_other_clips_are_not_compared(tmp_path: Path) -> None:
    one = evaluation(tmp_path / "one", ["یک"])
    with pytest.raises(NotComparable, match="other clips"):
        compare(one, evaluation(tmp_path / "other", ["یک"], split_hash="xyz"), scoring=SCORING)


def test_an_unfinished_evaluation_is_not_compared(tmp_path: Path) -> None:
    one = evaluation(tmp_path / "one", ["یک", "دو"])
    with pytest.raises(NotComparable, match="1 clips, not 2"):
        compare(one, evaluation(tmp_path / "half", ["یک"]), scoring=SCORING)
    with pytest.raises(NotComparable):
        compare(one, tmp_path / "nowhere", scoring=SCORING)
