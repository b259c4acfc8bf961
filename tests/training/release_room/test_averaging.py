import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import ReleaseSettings, RunConfig
from dabir_training.release import Judge, average, averaged_folder
from tests.training.release_room.conftest import Save, run_of, sealed

NAME = "model.encoder.layers.0.fc1.bias"


def moved(save: Save, folder: Path, by: float) -> Path:
    """The demo with one bias moved."""
    return save(folder, lambda name, value: value + by if name == NAME else value)


def made_run(save: Save, folder: Path, settings: ReleaseSettings) -> RunConfig:
    """Three checkpoints with that bias moved by 1, 3 and 100, the last judged the worst."""
    config = run_of(folder / "run", settings)
    for step, (by, wer) in enumerate(((1.0, 0.2), (3.0, 0.3), (100.0, 0.9)), start=1):
        sealed(config, moved(save, folder / f"moved-{step}", by), step, wer=wer)
    return config


def moved_by(folder: Path) -> float:
    base = load_file(demo_checkpoint() / "model.safetensors")[NAME].float()
    return float((load_file(folder / "model.safetensors")[NAME] - base).mean())


def judging(wer: Callable[[Path], float], **conditions: str) -> Judge:
    return Judge(wer, lambda: conditions)


def never(_: Path) -> float:
    raise AssertionError("nothing was to be judged")


unasked = judging(never)


def test_the_best_ones_are_averaged_in_full_precision(save_demo: Save, tmp_path: Path) -> None:
    config = made_run(save_demo, tmp_path, ReleaseSettings(average=2))

    averaged = average(config, unasked)

    assert averaged.checkpoints == ("checkpoint-1", "checkpoint-2")
    assert abs(moved_by(averaged.folder) - 2.0) < 1e-3  # the demo is half precision, the mean of 1 and 3 is 2
    assert load_file(averaged.folder / "model.safetensors")[NAME].dtype == torch.float32
    told = json.loads((averaged.folder / "conversion.json").read_text(encoding="utf-8"))
    assert [(each["checkpoint"], each["share"]) for each in told["parts"]] == [
        ("checkpoint-1", 0.5),
        ("checkpoint-2", 0.5),
    ]


def test_a_share_of_the_base_is_mixed_in(save_demo: Save, tmp_path: Path) -> None:
    averaged = average(made_run(save_demo, tmp_path, ReleaseSettings(average=2, toward_base=0.5)), unasked)

    assert abs(moved_by(averaged.folder) - 1.0) < 1e-3


def test_dev_chooses_the_share_and_is_not_asked_twice(save_demo: Save, tmp_path: Path) -> None:
    config = made_run(save_demo, tmp_path, ReleaseSettings(average=2, sweep=(0.0, 0.25, 0.5)))
    judged: list[float] = []

    def nearest_to_one_and_a_half(folder: Path) -> float:
        judged.append(round(moved_by(folder), 2))
        return abs(moved_by(folder) - 1.5)

    averaged = average(config, judging(nearest_to_one_and_a_half))

    assert judged == [2.0, 1.5, 1.0]
    assert averaged.toward_base == 0.25
    assert abs(moved_by(averaged_folder(config)) - 1.5) < 1e-3
    assert average(config, unasked).trials == averaged.trials


def test_trials_of_other_weights_count_for_nothing(save_demo: Save, tmp_path: Path) -> None:
    config = made_run(save_demo, tmp_path, ReleaseSettings(average=1, sweep=(0.5,)))
    average(config, judging(lambda _: 0.5))
    for path in config.checkpoints.iterdir():
        path.rename(tmp_path / f"old-{path.name}")
    sealed(config, moved(save_demo, tmp_path / "other", 7.0), 1, wer=0.2)

    assert average(config, judging(lambda _: 0.25)).trials == {0.5: 0.25}


def test_a_trial_that_was_cut_off_leaves_nothing_to_release(save_demo: Save, tmp_path: Path) -> None:
    config = made_run(save_demo, tmp_path, ReleaseSettings(average=2, sweep=(0.0, 0.5)))

    with pytest.raises(KeyboardInterrupt):
        average(config, judging(cut_off))

    assert not averaged_folder(config).exists()
    average(config, judging(lambda folder: abs(moved_by(folder) - 2.0)))
    assert abs(moved_by(averaged_folder(config)) - 2.0) < 1e-3
    assert not [path for path in config.folder.iterdir() if path.name.startswith(".")]


def cut_off(_: Path) -> float:
    raise KeyboardInterrupt


def test_trials_that_were_judged_otherwise_count_for_nothing(save_demo: Save, tmp_path: Path) -> None:
    config = made_run(save_demo, tmp_path, ReleaseSettings(average=1, sweep=(0.5,)))
    average(config, judging(lambda _: 0.5, dev="of an earlier set"))

    assert average(config, judging(lambda _: 0.25, dev="of this set")).trials == {0.5: 0.25}


def test_trials_with_another_base_of_the_same_name_count_for_nothing(save_demo: Save, tmp_path: Path) -> None:
    base = moved(save_demo, tmp_path / "base", 5.0)
    config = replace(made_run(save_demo, tmp_path, ReleaseSettings(average=1, sweep=(0.5,))), model=str(base))
    average(config, judging(lambda _: 0.5))
    moved(save_demo, base, 6.0)

    assert average(config, judging(lambda _: 0.25)).trials == {0.5: 0.25}
