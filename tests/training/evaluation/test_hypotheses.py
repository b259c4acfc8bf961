from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.errors import EvaluationWrong
from dabir_training.evaluation.hypotheses import (
    HYPOTHESES,
    Decoding,
    HypothesisFile,
    Utterance,
    read_decoding,
    read_hypotheses,
)

DECODING = Decoding("small", "d1", "openvino", "fa", 1, "test", 3, "abc")


def utterance(number: int) -> Utterance:
    return Utterance(f"cv/{number}", "می\u200cروم «خانه»", "میروم خانه\u2028", 1.5, "sara", "female")


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    file = HypothesisFile(tmp_path / "test", DECODING)
    for number in range(3):
        file.append(utterance(number))
    assert list(read_hypotheses(tmp_path / "test")) == [utterance(number) for number in range(3)]
    assert file.finished() == {"cv/0", "cv/1", "cv/2"}
    assert read_decoding(tmp_path / "test") == DECODING


def test_the_same_decoding_goes_on(tmp_path: Path) -> None:
    HypothesisFile(tmp_path, DECODING).append(utterance(0))
    again = HypothesisFile(tmp_path, DECODING)
    again.append(utterance(1))
    assert again.finished() == {"cv/0", "cv/1"}


def test_another_checkpoint_of_the_same_name_begins_anew_and_costs_the_first_nothing(tmp_path: Path) -> None:
    folder, other = tmp_path / "test", replace(DECODING, checkpoint_digest="d2")
    HypothesisFile(folder, DECODING).append(utterance(0))
    assert HypothesisFile(folder, other).finished() == set()
    assert read_decoding(folder) == other
    HypothesisFile(folder, other).append(utterance(1))
    HypothesisFile(folder, replace(DECODING, beams=5))
    assert HypothesisFile(folder, DECODING).finished() == {"cv/0"}
    assert HypothesisFile(folder, other).finished() == {"cv/1"}


def test_half_a_line_is_taken_back(tmp_path: Path) -> None:
    HypothesisFile(tmp_path, DECODING).append(utterance(0))
    with (tmp_path / HYPOTHESES).open("ab") as file:
        file.write(utterance(1).line.encode()[:40])  # in the middle of a letter's bytes, perhaps
    again = HypothesisFile(tmp_path, DECODING)
    again.append(utterance(2))
    assert [each.id for each in read_hypotheses(tmp_path)] == ["cv/0", "cv/2"]


@pytest.mark.parametrize("line", ["{", '{"id": 1}', "[]", "3"])
def test_a_line_of_something_else_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / HYPOTHESES).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(EvaluationWrong):
        list(read_hypotheses(tmp_path))


def test_a_folder_without_an_evaluation_is_told(tmp_path: Path) -> None:
    assert list(read_hypotheses(tmp_path)) == []
    with pytest.raises(EvaluationWrong):
        read_decoding(tmp_path)
