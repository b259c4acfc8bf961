"""Windows, clips, a run without sound, and a model of a tenth of the demo's size: what the tests of fitting train."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import WhisperConfig, WhisperForConditionalGeneration

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import FittingSettings, PreparationSettings, RunConfig, SourceKind, SourceSettings
from dabir_training.fitting.material import Material

START_OF_TEXT, PERSIAN, TRANSCRIBE, NO_TIMESTAMPS, END_OF_TEXT = 801, 843, 903, 907, 800
FRAMES = 64
Example = tuple[torch.Tensor, list[int]]


class MadeWindows:
    """Noise with random tokens; each depends on its epoch and index, and says so to who asks what was drawn."""

    def __init__(self, count: int = 24) -> None:
        self._count, self._epoch = count, 0
        self.drawn: list[tuple[int, int]] = []

    def set_epoch(self, epoch: int) -> None:
        self._epoch = epoch

    def __len__(self) -> int:
        return self._count

    @property
    def lengths(self) -> NDArray[np.int32]:
        return np.full(self._count, FRAMES, np.int32)

    def __getitem__(self, index: int) -> Example:
        self.drawn.append((self._epoch, index))
        return example(self._epoch, index)


class MadeClips:
    """Two clips to judge by."""

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> Example:
        return example(1000, index)

    def id(self, index: int) -> str:
        return f"clip-{index}"

    def reference(self, index: int) -> str:
        return ("سلام دنیا", "یک دو سه")[index]


def example(epoch: int, index: int) -> Example:
    """Frames 64, tokens between 4 and 11."""
    draw = np.random.default_rng((epoch, index))
    log_mel = torch.from_numpy(draw.uniform(-1, 1, (80, FRAMES)).astype(np.float32))
    text = draw.integers(0, 700, int(draw.integers(4, 12))).tolist()
    return log_mel, [START_OF_TEXT, PERSIAN, TRANSCRIBE, NO_TIMESTAMPS, *text, END_OF_TEXT]


def collate(examples: Sequence[Example]) -> dict[str, torch.Tensor]:
    """As the room `windows` promises it."""
    longest = max(len(tokens) for _, tokens in examples) - 1
    inputs = torch.full((len(examples), longest), END_OF_TEXT)
    labels = torch.full((len(examples), longest), -100)
    for row, (_, tokens) in enumerate(examples):
        inputs[row, : len(tokens) - 1] = torch.tensor(tokens[:-1])
        labels[row, : len(tokens) - 1] = torch.tensor(tokens[1:])
        labels[row, :3] = -100
    return {
        "input_features": torch.stack([log_mel for log_mel, _ in examples]),
        "attention_mask": torch.ones((len(examples), FRAMES), dtype=torch.long),
        "decoder_input_ids": inputs,
        "labels": labels,
    }


def made() -> Material:
    return Material(MadeWindows(), MadeClips(), collate)


SETTINGS = FittingSettings(
    steps=8, learning_rate=1e-3, batch=4, accumulate=1, workers=0, evaluations=2, log_every=1, save_every=2, patience=0
)


def made_model(folder: Path) -> Path:
    """A checkpoint with the demo's tokenizer and window, and random weights."""
    if folder.is_dir():
        return folder
    shutil.copytree(demo_checkpoint(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    config = WhisperConfig.from_pretrained(folder)
    config.update({"d_model": 32, "encoder_layers": 2, "encoder_ffn_dim": 64, "decoder_layers": 1})
    config.update({"decoder_ffn_dim": 64, "max_target_positions": 64})
    torch.manual_seed(0)
    WhisperForConditionalGeneration(config).save_pretrained(folder)
    return folder


def made_run(folder: Path, settings: FittingSettings = SETTINGS, *, mirror: Path | None = None) -> RunConfig:
    """A run of eight steps, saved every second, judged at the fourth and the last; its model stands beside it."""
    source = SourceSettings(kind=SourceKind.TABLE, path="none", name="none")
    return RunConfig(
        name="made",
        folder=folder,
        model=str(made_model(folder.with_name("start"))),
        prepare=PreparationSettings(sources=(source,)),
        mirror=mirror,
        train=settings,
    )
