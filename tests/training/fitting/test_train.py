"""A whole run on a tiny model: what it leaves, and how it goes on after each way to end."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from dabir_training.errors import Diverged, OtherRun
from dabir_training.fitting import FitProgress, RunResult, train
from dabir_training.fitting.checkpoints import checkpoints, is_whole
from dabir_training.fitting.record import read_metrics
from tests.training.fitting.made import SETTINGS, made, made_run

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunResult, list[FitProgress]]:
    """A run that nothing happened to."""
    folder, seen = tmp_path_factory.mktemp("whole"), list[FitProgress]()
    return folder, train(made_run(folder), watch=seen.append, given=made()), seen


def run_child(folder: Path, mirror: Path, *, step: int, name: str) -> int:
    command = [sys.executable, "-m", "tests.training.fitting.child", str(folder), str(mirror), str(step), name]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def losses(folder: Path) -> dict[int, float]:
    lines = [line for line in read_metrics(folder / "checkpoints") if "loss" in line]
    assert len(lines) == len({line["step"] for line in lines})
    return {int(line["step"]): float(line["loss"]) for line in lines}


def assert_same_run(one: Path, other: Path) -> None:
    assert losses(one) == pytest.approx(losses(other), rel=1e-5)
    weights = [load_file(folder / "checkpoints/checkpoint-8/model.safetensors") for folder in (one, other)]
    assert weights[0].keys() == weights[1].keys()
    for name, tensor in weights[0].items():
        torch.testing.assert_close(tensor, weights[1][name], rtol=1e-5, atol=1e-6)


def test_run_makes_all_its_steps_and_tells_of_each(whole: tuple[Path, RunResult, list[FitProgress]]) -> None:
    folder, result, seen = whole
    assert (result.step, result.steps, result.is_finished) == (8, 8, True)
    assert [progress.step for progress in seen] == list(range(1, 9))
    assert seen[-1].seconds_left == 0
    assert sorted(losses(folder)) == list(range(1, 9))


def test_run_is_judged_before_its_first_step_and_at_its_milestones(
    whole: tuple[Path, RunResult, list[FitProgress]],
) -> None:
    folder, result, _ = whole
    judged = {int(line["step"]): line["wer"] for line in read_metrics(folder / "checkpoints") if "wer" in line}
    assert sorted(judged) == [0, 4, 8]
    assert result.baseline == judged[0]
    for step in judged:
        lines = (folder / f"checkpoints/dev-{step}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["clip-0", "clip-1"]
        assert json.loads(lines[0]).keys() == {"id", "reference", "hypothesis"}


def test_best_and_newest_checkpoints_stand_and_are_whole(whole: tuple[Path, RunResult, list[FitProgress]]) -> None:
    folder, result, _ = whole
    standing = checkpoints(folder / "checkpoints")
    assert result.best in standing
    assert [path.name for path in standing[-2:]] == ["checkpoint-6", "checkpoint-8"]
    assert all(is_whole(path) for path in standing)


def test_finished_run_is_not_trained_again(whole: tuple[Path, RunResult, list[FitProgress]]) -> None:
    folder, result, _ = whole
    seen: list[FitProgress] = []
    assert train(made_run(folder), watch=seen.append, given=made()) == result
    assert seen == []


def test_run_with_another_rate_is_refused_and_named(whole: tuple[Path, RunResult, list[FitProgress]]) -> None:
    folder, _, _ = whole
    with pytest.raises(OtherRun, match=r"train\.learning_rate was 0\.001"):
        train(made_run(folder, replace(SETTINGS, learning_rate=2e-3)), given=made())


@pytest.mark.long
@pytest.mark.parametrize("step", [1, 5], ids=["before its first checkpoint", "between two checkpoints"])
def test_run_killed_and_gone_on_with_equals_one_that_was_not(
    whole: tuple[Path, RunResult, list[FitProgress]], tmp_path: Path, step: int
) -> None:
    assert run_child(tmp_path / "run", tmp_path / "mirror", step=step, name="SIGKILL") == -signal.SIGKILL
    assert max(losses(tmp_path / "run"), default=0) == step - 1
    train(made_run(tmp_path / "run", mirror=tmp_path / "mirror"), given=made())
    assert_same_run(tmp_path / "run", whole[0])


@pytest.mark.long
def test_run_that_is_told_to_end_leaves_a_checkpoint_of_that_step_and_goes_on_from_its_mirror(
    whole: tuple[Path, RunResult, list[FitProgress]], tmp_path: Path
) -> None:
    assert run_child(tmp_path / "run", tmp_path / "mirror", step=3, name="SIGTERM") == 0
    assert checkpoints(tmp_path / "run/checkpoints")[-1].name == "checkpoint-3"
    (tmp_path / "run").rename(tmp_path / "gone")
    train(made_run(tmp_path / "run", mirror=tmp_path / "mirror"), given=made())
    assert_same_run(tmp_path / "run", whole[0])
    assert_same_run(tmp_path / "mirror", whole[0])


@pytest.mark.long
def test_two_processes_train_as_one_with_twice_the_batch(
    whole: tuple[Path, RunResult, list[FitProgress]], tmp_path: Path
) -> None:
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    shared = ["-m", "tests.training.fitting.shared", str(tmp_path), str(SETTINGS.batch // 2)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, *launcher, *shared], cwd=ROOT, env=environment, check=True, timeout=300)
    assert losses(tmp_path) == pytest.approx(losses(whole[0]), rel=1e-4)


def test_update_is_the_same_in_one_step_and_in_two(
    whole: tuple[Path, RunResult, list[FitProgress]], tmp_path: Path
) -> None:
    """transformers adds up the gradients of Whisper's accumulated steps where it ought to average them."""
    train(made_run(tmp_path, replace(SETTINGS, batch=2, accumulate=2)), given=made())
    assert losses(tmp_path) == pytest.approx(losses(whole[0]), rel=1e-4)


def test_run_whose_loss_is_no_number_ends_with_a_sentence_and_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(Diverged, match="nan at step 2"):
        train(made_run(tmp_path, replace(SETTINGS, learning_rate=float("inf"), warmup=1)), given=made())
    assert checkpoints(tmp_path / "checkpoints") == []


def test_fresh_run_keeps_the_old_one_under_another_name(tmp_path: Path) -> None:
    short = replace(SETTINGS, steps=1)
    train(made_run(tmp_path, short), given=made())
    again = train(made_run(tmp_path, replace(short, learning_rate=1e-4)), given=made(), is_fresh=True)
    assert again.is_finished
    assert (tmp_path / "checkpoints-1/checkpoint-1").is_dir()
