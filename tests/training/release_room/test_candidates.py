from pathlib import Path

import pytest

from dabir_training.errors import CheckpointWrong
from dabir_training.fitting.record import append_metrics
from dabir_training.release.candidates import best_candidates
from tests.training.release_room.conftest import run_of, sealed


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "model.safetensors").write_bytes(b"weights")
    return tmp_path / "small"


def steps(folder: Path, count: int) -> list[int]:
    return [each.step for each in best_candidates(run_of(folder), count)]


def test_best_on_dev_comes_first_and_of_equals_the_earlier(small: Path, tmp_path: Path) -> None:
    for step, wer in ((10, 0.4), (20, 0.3), (30, 0.3), (40, 0.5)):
        sealed(run_of(tmp_path), small, step, wer=wer)
    append_metrics(run_of(tmp_path).checkpoints, {"step": 35, "wer": 0.1})  # it does not stand any more
    append_metrics(run_of(tmp_path).checkpoints, {"step": 40, "loss": 0.1})

    assert steps(tmp_path, 3) == [20, 30, 10]


def test_one_that_is_not_whole_is_passed_over(small: Path, tmp_path: Path) -> None:
    best = sealed(run_of(tmp_path), small, 10, wer=0.1)
    sealed(run_of(tmp_path), small, 20, wer=0.2)
    (best / "model.safetensors").write_bytes(b"weig")

    assert steps(tmp_path, 1) == [20]


def test_without_judgement_the_last_ones_are_taken(small: Path, tmp_path: Path) -> None:
    for step in (5, 100, 20):
        sealed(run_of(tmp_path), small, step)

    assert steps(tmp_path, 2) == [100, 20]


def test_too_few_say_how_many_stand(small: Path, tmp_path: Path) -> None:
    sealed(run_of(tmp_path), small, 10, wer=0.1)

    with pytest.raises(CheckpointWrong, match=r"1 whole checkpoints, not 3; lower \[release\] average"):
        steps(tmp_path, 3)


def test_a_run_without_checkpoints_says_so(tmp_path: Path) -> None:
    with pytest.raises(CheckpointWrong, match=r"0 whole checkpoints, not 1$"):
        steps(tmp_path, 1)
