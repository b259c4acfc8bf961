"""What is read of the checkpoint to be fitted."""

import json
import shutil
from pathlib import Path

import pytest

from dabir_training.errors import CheckpointWrong
from dabir_training.windows.target import read_target
from tests.training.windows.material import DEMO


def test_window_and_tokens_are_the_checkpoints_own(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path, dirs_exist_ok=True)
    (tmp_path / "model.safetensors").unlink()
    target = read_target(tmp_path)
    assert target.sizes.window_samples == 15 * 16000
    assert [samples / 16000 for samples in target.lengths.samples] == [6, 8, 10, 13, 15]
    assert target.start("fa", has_times=True) == (801, 843, 903)
    assert target.start("fa", has_times=False) == (801, 843, 903, 907)


def test_a_folder_that_is_no_whisper_is_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointWrong):
        read_target(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}), encoding="utf-8")
    with pytest.raises(CheckpointWrong, match="bert"):
        read_target(tmp_path)


def test_a_language_that_the_model_does_not_know_is_told() -> None:
    target = read_target(DEMO)
    target.check_languages(("fa", "en"))
    with pytest.raises(CheckpointWrong, match="xx"):
        target.check_languages(("fa", "xx"))
