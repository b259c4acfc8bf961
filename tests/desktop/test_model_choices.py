"""Which checkpoint reads."""

from pathlib import Path

import pytest

from dabir_core.models import DEMO, set_default_model
from dabir_desktop.model_choices import chosen_model, model_choices


@pytest.fixture
def two_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    for name in ("me--small-fa", "openai--whisper-tiny"):
        folder = tmp_path / "models" / name
        folder.mkdir(parents=True)
        (folder / "config.json").write_text("{}", encoding="utf-8")


@pytest.mark.usefixtures("two_models")
def test_all_that_is_installed_can_be_chosen_and_the_demo_last() -> None:
    assert [choice.shown for choice in model_choices()] == ["small-fa", "whisper-tiny", DEMO]


@pytest.mark.usefixtures("two_models")
def test_the_users_wish_goes_before_the_default() -> None:
    choices = model_choices()
    assert chosen_model(choices, "") == "me--small-fa"
    set_default_model("openai--whisper-tiny")
    assert chosen_model(choices, "") == "openai--whisper-tiny"
    assert chosen_model(choices, "me--small-fa") == "me--small-fa"
    assert chosen_model(choices, "gone") == "openai--whisper-tiny"


def test_without_any_model_the_demo_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    assert chosen_model(model_choices(), "") == DEMO
