from pathlib import Path

import pytest

from dabir_core.errors import ModelMissing, OptionError
from dabir_core.models import choose, installed, locate, locate_installed, set_default_model
from dabir_core.paths import demo_checkpoint, models_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODEL", raising=False)
    monkeypatch.delenv("DABIR_MODELS", raising=False)
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


def test_an_id_finds_its_folder_and_a_name_without_owner_the_only_one_of_that_name() -> None:
    folder = put_checkpoint("openai--whisper-small")
    assert locate("openai/whisper-small") == folder
    assert locate("whisper-small") == folder
    put_checkpoint("somebody--whisper-small")
    assert locate("somebody/whisper-small") != folder
    with pytest.raises(ModelMissing):
        locate("whisper-small")


def test_what_is_not_finished_is_not_installed() -> None:
    put_checkpoint(".partial/openai--whisper-small")
    assert installed() == ()
    with pytest.raises(ModelMissing):
        locate("openai/whisper-small")


def test_the_only_installed_checkpoint_is_chosen() -> None:
    assert choose() is None
    folder = put_checkpoint("small")
    assert choose() == folder


def test_of_two_installed_checkpoints_one_must_be_the_default() -> None:
    put_checkpoint("small")
    base = put_checkpoint("base")
    with pytest.raises(OptionError, match="base, small"):
        choose()
    set_default_model("base")
    assert choose() == base


def test_a_default_that_is_gone_counts_as_none() -> None:
    folder = put_checkpoint("small")
    set_default_model("base")
    assert choose() == folder


def test_models_may_lie_in_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_MODELS", str(tmp_path / "large disk"))
    folder = put_checkpoint("small")
    assert folder.parent == tmp_path / "large disk"
    assert locate("small") == folder


def test_the_environment_names_a_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    put_checkpoint("small")
    monkeypatch.setenv("DABIR_MODEL", "/models/base")
    assert choose() == "/models/base"


def test_the_folder_that_is_asked_for_goes_before_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIR_MODELS", str(tmp_path / "asked"))
    folder = put_checkpoint("small")
    monkeypatch.setenv("DABIR_MODELS", str(tmp_path / "other"))
    asked = tmp_path / "asked"
    assert (installed(), installed(asked)) == ((), (folder,))
    assert (locate("small", asked), choose(asked), locate_installed("small", asked)) == (folder, folder, folder)
    with pytest.raises(ModelMissing):
        locate("small")


def test_a_models_folder_may_be_written_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert models_folder(Path("~/models")) == tmp_path / "models"


@pytest.mark.parametrize("name", ["a" * 300, "~nobody-of-this-name/model", "nul\0l"])
def test_a_name_that_no_folder_can_have_is_refused_as_missing(name: str) -> None:
    with pytest.raises(ModelMissing) as caught:
        locate(name)
    assert caught.value.subject == name
