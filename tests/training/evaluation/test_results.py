import json
from pathlib import Path

import pytest

from dabir_training.evaluation.hypotheses import Decoding, Utterance
from dabir_training.evaluation.noises import Invented
from dabir_training.evaluation.results import (
    Results,
    Scoring,
    duration_group,
    judge,
    results,
    worst_first,
    write_results,
)

DECODING = Decoding("small", "d1", "openvino", "fa", 1, "test", 5, "abc")
SCORING = Scoring(is_raw=False, resamples=100, seed=1)
TEN = "یک دو سه چهار پنج شش هفت هشت نه ده"


def said(number: int, hypothesis: str, *, duration: float = 3.0, speaker: str = "", gender: str = "") -> Utterance:
    return Utterance(f"cv/{number}", TEN, hypothesis, duration, speaker, gender)


UTTERANCES = (
    said(0, TEN, speaker="a", gender="female"),
    said(1, TEN.replace("یک", "من"), speaker="a", gender="female", duration=1.2),
    said(2, "", speaker="b", gender="male", duration=40.0),
    said(3, TEN, speaker="b", gender="male"),
    said(4, "نه", speaker="c"),
)


def told(utterances: tuple[Utterance, ...] = UTTERANCES) -> Results:
    noise = {"all": Invented(words=6, passed=2, duration=120.0)}
    return results(judge(utterances, is_raw=False), DECODING, scoring=SCORING, noise=noise)


def test_rates_are_those_of_each_group() -> None:
    found = told()
    assert found.overall.wer.value == 20 / 50  # 0 + 1 + 10 + 0 + 9
    assert {name: scores.wer.value for name, scores in found.by_gender.items()} == {
        "female": 1 / 20,
        "male": 10 / 20,
        "unknown": 9 / 10,
    }
    assert {name: (scores.utterances, scores.wer.errors) for name, scores in found.by_duration.items()} == {
        "0-2 s": (1, 1),
        "2-4 s": (3, 9),
        "30- s": (1, 10),
    }
    assert list(found.by_duration) == ["0-2 s", "2-4 s", "30- s"]
    assert found.duration == pytest.approx(3 + 1.2 + 40 + 3 + 3)


def test_speakers_of_few_words_are_known_but_not_the_worst() -> None:
    speakers = told().speakers
    assert speakers is not None
    assert (speakers.known, speakers.counted, speakers.worst) == (3, 2, "b")
    assert (speakers.median_wer, speakers.worst_wer) == ((1 / 20 + 10 / 20) / 2, 10 / 20)


def test_a_set_without_speakers_says_nothing_of_them() -> None:
    assert told((said(0, TEN), said(1, TEN), said(2, ""))).speakers is None


@pytest.mark.parametrize(
    ("duration", "group"),
    [(0.5, "0-2 s"), (2.0, "2-4 s"), (7.99, "4-8 s"), (15.0, "15-30 s"), (30.0, "30- s"), (300.0, "30- s")],
)
def test_a_duration_belongs_to_one_group(duration: float, group: str) -> None:
    assert duration_group(duration) == group


def test_the_worst_have_the_most_errors_and_those_without_are_not_among_them() -> None:
    assert [each.utterance.id for each in worst_first(judge(UTTERANCES, is_raw=False))] == ["cv/2", "cv/4", "cv/1"]


def test_the_file_says_the_figures_and_what_they_are_of(tmp_path: Path) -> None:
    content = json.loads(write_results(told(), tmp_path).read_text(encoding="utf-8"))
    assert content["scoring"] == "fa-score-1"
    assert content["decoding"]["split_hash"] == "abc"
    wer = content["overall"]["wer"]
    assert (wer["value"], wer["errors"], wer["units"]) == (0.4, 20, 50)
    assert wer["low"] <= 0.4 <= wer["high"]
    assert content["by_gender"]["male"]["utterances"] == 2
    assert content["speakers"]["worst"] == "b"
    assert content["noise"]["all"] == {
        "words": 6,
        "passed": 2,
        "duration": 120.0,
        "words_per_minute": 3.0,
        "passed_per_minute": 1.0,
    }
