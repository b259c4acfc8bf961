from pathlib import Path

import pytest

from dabir_core.errors import CheckpointIncomplete, ModelMissing, OptionError
from dabir_core.loading import load_parts


def test_the_parts_belong_together() -> None:
    loaded = load_parts("demo")
    assert loaded.checkpoint.name == "demo"
    assert loaded.engine.dimensions == loaded.checkpoint.dimensions


def test_what_is_wrong_with_a_checkpoint_is_said_from_its_own_thread(tmp_path: Path) -> None:
    with pytest.raises(CheckpointIncomplete, match=r"config\.json"):
        load_parts(tmp_path)
    with pytest.raises(ModelMissing):
        load_parts(tmp_path / "nowhere")
    with pytest.raises(OptionError, match="engine"):
        load_parts("demo", engine="steam")
