"""Checkpoints as a trainer writes them: the demo saved by transformers 5, and others that differ from it by design."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import WhisperForConditionalGeneration, WhisperProcessor
from transformers.utils import logging as transformers_logging

from dabir_core.paths import demo_checkpoint

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
        (folder / "trainer_state.json").write_text("{}", encoding="utf-8")
        return folder

    return save


@pytest.fixture(scope="session")
def trained(save_demo: Save, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trainer's checkpoint with the demo's own weights."""
    return save_demo(tmp_path_factory.mktemp("run") / "checkpoint-100", lambda _, value: value)
