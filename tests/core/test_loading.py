"""What is loaded side by side, and whose error is told."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from dabir_core import loading
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, ModelMemory, ModelMissing, OptionError
from dabir_core.loading import load_parts
from dabir_core.models import locate


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The demo checkpoint, to be damaged."""
    return Path(shutil.copytree(locate("demo"), tmp_path / "copied"))


def test_the_parts_belong_together() -> None:
    loaded = load_parts("demo")
    assert loaded.checkpoint.name == "demo"
    assert loaded.engine.dimensions == loaded.checkpoint.dimensions


def test_an_engine_that_was_begun_before_the_vocabulary_aligns_with_the_checkpoints_heads() -> None:
    loaded = load_parts("demo")
    encoded = loaded.engine.encode(np.zeros((1, loaded.engine.dimensions.mel_bins, 200), np.float32))
    assert len(encoded.align(0, np.array([1, 2, 3]))) == len(loaded.checkpoint.alignment_heads)


def test_a_vocabulary_that_is_damaged_is_told_though_the_engine_loads(copied: Path) -> None:
    (copied / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckpointCorrupt, match="no model"):
        load_parts(copied)


def test_an_engine_that_fails_is_told_though_the_vocabulary_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise ModelMemory("demo")

    monkeypatch.setattr(loading, "load_engine", full)
    with pytest.raises(ModelMemory):
        load_parts("demo")


def test_an_interrupted_start_leaves_nothing_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "load_engine", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load_parts("demo")
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("loading")]


def test_tensors_that_are_missing_are_told_before_an_engine_looks_for_them(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = json.loads((copied / "config.json").read_text(encoding="utf-8"))
    (copied / "config.json").write_text(json.dumps(config | {"decoder_layers": 40}), encoding="utf-8")
    monkeypatch.setattr(loading, "load_engine", lambda *_, **__: pytest.fail("an engine was begun"))
    with pytest.raises(CheckpointIncomplete, match=r"decoder\.layers"):
        load_parts(copied)


_LOADED = """
import sys
from dabir_core.loading import load_parts
load_parts("demo")
print([name for name in ("tokenizers", "psutil", "importlib.metadata", "numpy.random", "torch") if name in sys.modules])
print("av" in sys.modules)
"""


def test_a_start_imports_what_is_needed_next_and_nothing_else() -> None:
    run = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.split("\n")[:2] == ["[]", "True"]


def test_what_is_wrong_with_a_checkpoint_is_said_from_its_own_thread(tmp_path: Path) -> None:
    with pytest.raises(CheckpointIncomplete, match=r"config\.json"):
        load_parts(tmp_path)
    with pytest.raises(ModelMissing):
        load_parts(tmp_path / "nowhere")
    with pytest.raises(OptionError, match="engine"):
        load_parts("demo", engine="steam")
