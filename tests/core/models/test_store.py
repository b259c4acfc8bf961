from pathlib import Path

import pytest

from dabir_core.errors import ModelMissing
from dabir_core.models import DEMO, choose, installed, locate
from dabir_core.paths import demo_checkpoint, models_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODEL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put_checkpoint(name: str) -> Path:
    folder = models_folder() / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    return folder


def test_demo_is_the_bundled_checkpoint() -> None:
    assert locate("demo") == demo_checkpoint()


def test_a_folder_called_demo_wins_over_the_bundled_one(home: Path) -> None:
    (home / "demo").mkdir()
    assert locate("demo") == Path("demo")


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    assert locate(tmp_path) == tmp_path


def test_an_installed_checkpoint_is_found_by_its_name() -> None:
    folder = put_checkpoint("whisper-small-fa")
    assert locate("whisper-small-fa") == folder


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ModelMissing) as caught:
        locate("openai/whisper-small")
    assert caught.value.subject == "openai/whisper-small"


def test_nothing_is_installed_where_there_is_no_folder() -> None:
    assert installed() == ()


def test_folders_without_a_config_are_not_checkpoints() -> None:
    folder = put_checkpoint("small")
    (models_folder() / "leftover").mkdir()
    assert installed() == (folder,)


def test_the_only_installed_checkpoint_is_chosen() -> None:
    assert choose() == DEMO
    folder = put_checkpoint("small")
    assert choose() == folder


def test_two_installed_checkpoints_leave_the_choice_to_the_person() -> None:
    put_checkpoint("small")
    put_checkpoint("base")
    assert choose() == DEMO


def test_the_environment_names_a_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    put_checkpoint("small")
    monkeypatch.setenv("DABIR_MODEL", "/models/base")
    assert choose() == "/models/base"


@pytest.mark.parametrize("name", ["a" * 300, "~nobody-of-this-name/model", "nul\0l"])
def test_a_name_that_no_folder_can_have_is_refused_as_missing(name: str) -> None:
    with pytest.raises(ModelMissing) as caught:
        locate(name)
    assert caught.value.subject == name
