"""Checkpoints that several test files of this room read; each is made once per session and never changed."""

from pathlib import Path

import pytest
import torch

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.vocabulary import Vocabulary
from tests.checkpoints import Recipe, make_checkpoint


@pytest.fixture(scope="session", autouse=True)
def _one_torch_thread() -> None:
    """On a loaded machine torch's threads wait for each other at every small product: seconds become minutes."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def micro_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A float32 checkpoint of two narrow layers with the real multilingual tokenizer."""
    return make_checkpoint(tmp_path_factory.mktemp("checkpoints") / "micro", Recipe(size="micro"))


@pytest.fixture(scope="session")
def micro_bfloat16_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in bfloat16, in several shards."""
    recipe = Recipe(size="micro", dtype=torch.bfloat16, shard_bytes=200_000)
    return make_checkpoint(tmp_path_factory.mktemp("checkpoints") / "micro-bf16", recipe)


@pytest.fixture(scope="session")
def micro(micro_folder: Path) -> Checkpoint:
    """The float32 checkpoint, read."""
    return load_checkpoint(micro_folder)


@pytest.fixture(scope="session")
def multilingual(micro: Checkpoint) -> Vocabulary:
    """The vocabulary of the official multilingual checkpoints before large-v3."""
    return micro.vocabulary
