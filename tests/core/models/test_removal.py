"""Taking a model away, with all that was made of it, and nothing that is not ours."""

import shutil
from pathlib import Path

import pytest

from dabir_core.asr.engines.openvino_store import graphs_of
from dabir_core.errors import ModelMissing, NotOurModel
from dabir_core.models import default_model, import_, installed, remove
from dabir_core.models.verdict_file import checkpoint_digest
from dabir_core.paths import demo_checkpoint, graphs_folder, models_folder, verdicts_folder

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "whisper"
    shutil.copytree(demo_checkpoint(), source)
    import_(source)
    shutil.rmtree(source)
    return models_folder() / "whisper"


def test_a_model_goes_with_its_graphs_its_verdict_and_its_being_the_default(folder: Path) -> None:
    graphs = graphs_of(folder, graphs_folder())
    graphs.mkdir(parents=True)
    (graphs / "int8-encoder.graph").write_bytes(bytes(1000))
    verdict = verdicts_folder() / f"{checkpoint_digest(folder)}.json"
    verdict.parent.mkdir(parents=True)
    verdict.write_bytes(bytes(100))
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert default_model() == "whisper"
    assert remove("whisper") == size + 1100
    assert installed() == ()
    assert not folder.exists()
    assert not graphs.exists()
    assert not verdict.exists()
    assert default_model() is None


def test_what_is_left_of_an_unfinished_installation_goes_too() -> None:
    partial = models_folder() / ".partial" / "somebody--whisper"
    partial.mkdir(parents=True)
    (partial / "model.safetensors.abc.part").write_bytes(bytes(500))
    assert remove("somebody/whisper") == 500
    assert not partial.exists()


def test_weights_that_somebody_linked_elsewhere_free_nothing(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "model.safetensors"
    elsewhere.hardlink_to(folder / "model.safetensors")
    size = elsewhere.stat().st_size
    assert remove("whisper") < size
    assert elsewhere.stat().st_size == size


def test_the_demo_and_folders_elsewhere_are_not_ours_to_delete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "mine"
    shutil.copytree(demo_checkpoint(), elsewhere)
    models_folder().mkdir(parents=True)
    (models_folder() / "linked").symlink_to(elsewhere)
    monkeypatch.chdir(models_folder())
    for model in ("demo", "..", ".", str(elsewhere), str(demo_checkpoint()), "linked"):
        with pytest.raises(NotOurModel):
            remove(model)
    assert (elsewhere / "config.json").is_file()
    assert (demo_checkpoint() / "config.json").is_file()


@pytest.mark.parametrize("name", ["nothing", "..", "", "a/b/c", ".locks"])
def test_what_is_not_there_is_missing(folder: Path, name: str) -> None:
    with pytest.raises((ModelMissing, NotOurModel)):
        remove(name)
    assert installed() == (folder,)
