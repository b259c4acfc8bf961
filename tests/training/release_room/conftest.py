"""Checkpoints as a trainer writes them: the demo saved by transformers 5, and others that differ from it by design."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import WhisperForConditionalGeneration, WhisperProcessor
from transformers.utils import logging as transformers_logging

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import PreparationSettings, ReleaseSettings, RunConfig, SourceKind, SourceSettings
from dabir_training.fitting.checkpoints import checkpoint_folder, half_folder, seal
from dabir_training.fitting.record import append_metrics

Save = Callable[[Path, Callable[[str, torch.Tensor], torch.Tensor]], Path]


@pytest.fixture(scope="session")
def save_demo() -> Save:
    """Writes the demo with each weight changed by a function of its name and value, float32."""
    transformers_logging.disable_progress_bar()
    processor = WhisperProcessor.from_pretrained(demo_checkpoint())

    def save(folder: Path, change: Callable[[str, torch.Tensor], torch.Tensor]) -> Path:
        model = WhisperForConditionalGeneration.from_pretrained(demo_checkpoint(), dtype=torch.float32)
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                parameter.copy_(change(name, parameter))
        model.save_pretrained(folder)
        processor.save_pretrained(folder)
        return folder

    return save


@pytest.fixture(scope="session")
def trained(save_demo: Save, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trainer's checkpoint with the demo's own weights."""
    return save_demo(tmp_path_factory.mktemp("run") / "checkpoint-100", lambda _, value: value)


def run_of(folder: Path, release: ReleaseSettings | None = None) -> RunConfig:
    """A run from the demo with nothing prepared."""
    source = SourceSettings(kind=SourceKind.TABLE, path="none", name="none")
    prepare = PreparationSettings(sources=(source,))
    return RunConfig("tried", folder, "demo", prepare, release=release or ReleaseSettings())


def sealed(config: RunConfig, folder: Path, step: int, *, wer: float | None = None) -> Path:
    """Makes the folder a checkpoint of the run, as the trainer does, and tells how it was judged."""
    config.checkpoints.mkdir(parents=True, exist_ok=True)
    checkpoint = checkpoint_folder(config.checkpoints, step)
    seal(Path(shutil.copytree(folder, half_folder(config.checkpoints, step))), checkpoint)
    if wer is not None:
        append_metrics(config.checkpoints, {"step": step, "wer": wer})
    return checkpoint
