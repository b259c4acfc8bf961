"""The installed checkpoints, as they say themselves what they are."""

import shutil
from pathlib import Path

import pytest

from dabir_core.models import set_default_model
from dabir_core.models.origin import Origin, store_origin
from dabir_core.paths import demo_checkpoint, models_folder
from dabir_desktop.installed_models import installed_ids, installed_models


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    for name in ("own", "vhdm--whisper-large-fa-v1"):
        shutil.copytree(demo_checkpoint(), models_folder() / name)
    store_origin(models_folder() / "vhdm--whisper-large-fa-v1", Origin("vhdm/whisper-large-fa-v1", None, "MIT", "hub"))


def test_names_licences_and_sizes_are_told() -> None:
    own, large = installed_models("own")
    assert (own.shown, own.licence, own.is_default) == ("own", None, True)
    assert (large.shown, large.licence, large.is_default) == ("vhdm/whisper-large-fa-v1", "MIT", False)
    demo = sum(path.stat().st_size for path in demo_checkpoint().iterdir() if path.is_file())
    assert own.size_bytes == demo
    assert installed_ids() == {"vhdm/whisper-large-fa-v1"}


def test_cores_default_is_used_where_the_window_names_none() -> None:
    set_default_model("vhdm--whisper-large-fa-v1")
    assert [model.is_default for model in installed_models("")] == [False, True]
    assert [model.is_default for model in installed_models("gone")] == [False, True]
