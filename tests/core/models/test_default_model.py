from pathlib import Path

import pytest

from dabir_core.errors import OutputError
from dabir_core.models import default_model, set_default_model
from dabir_core.models.default_model import adopt_as_default, forget_default
from dabir_core.paths import default_model_file, models_folder

pytestmark = pytest.mark.usefixtures("home")


def put(name: str) -> Path:
    folder = models_folder() / name
    folder.mkdir(parents=True)
    return folder


def test_the_first_to_be_installed_becomes_the_default_and_stays_it() -> None:
    assert default_model() is None
    adopt_as_default(put("one"))
    adopt_as_default(put("two"))
    assert default_model() == "one"
    set_default_model("two")
    assert default_model() == "two"


def test_a_default_that_is_gone_makes_room() -> None:
    adopt_as_default(put("one"))
    (models_folder() / "one").rmdir()
    adopt_as_default(put("two"))
    assert default_model() == "two"


def test_only_the_default_itself_is_forgotten() -> None:
    set_default_model("one")
    forget_default("two")
    assert default_model() == "one"
    forget_default("one")
    assert default_model() is None


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_damaged_file_holds_none(content: bytes) -> None:
    default_model_file().parent.mkdir(parents=True)
    default_model_file().write_bytes(content)
    assert default_model() is None


def test_a_choice_that_cannot_be_kept_is_told_and_costs_no_installation(home: Path) -> None:
    folder = put("one")
    default_model_file().mkdir()
    with pytest.raises(OutputError):
        set_default_model("one")
    adopt_as_default(folder)
    assert default_model() is None
