import sys
from pathlib import Path

import pytest

from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.engines.choice import (
    CHOICES,
    ENGINE_NAMES,
    OpenVinoChoice,
    TorchChoice,
    choose,
    installed_libraries,
    load_engine,
)
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.errors import EngineMissing, OptionError

ALL = {"openvino", "torch", "transformers"}


@pytest.mark.parametrize(
    ("installed", "choice"),
    [
        (ALL, OpenVinoChoice("auto")),
        ({"openvino"}, OpenVinoChoice("auto")),
        ({"torch", "transformers"}, TorchChoice()),
    ],
)
def test_auto_prefers_openvino(installed: set[str], choice: OpenVinoChoice | TorchChoice) -> None:
    assert choose("auto", installed) == choice


@pytest.mark.parametrize(
    ("name", "installed", "command"),
    [
        ("auto", set(), 'pip install "dabir[torch]"'),
        ("auto", {"torch"}, 'pip install "dabir[torch]"'),
        ("torch", {"openvino", "torch"}, 'pip install "dabir[torch]"'),
        ("torch-cuda", {"openvino"}, 'pip install "dabir[torch]"'),
        ("openvino-f32", {"torch", "transformers"}, "pip install openvino"),
    ],
)
def test_a_missing_library_is_told_by_its_command(name: str, installed: set[str], command: str) -> None:
    with pytest.raises(EngineMissing) as told:
        choose(name, installed)
    assert told.value.subject == command


@pytest.mark.parametrize(
    ("wrong", "nearest"), [("openvino-i8", "openvino-int8"), ("Torch", "torch"), ("cuda", "torch-cuda")]
)
def test_an_unknown_name_is_told_the_nearest(wrong: str, nearest: str) -> None:
    with pytest.raises(OptionError, match=rf"nearest: {nearest}\)"):
        choose(wrong, ALL)


def test_every_name_means_something() -> None:
    assert set(ENGINE_NAMES) == {"auto", *CHOICES}
    assert {choose(name, ALL) for name in ENGINE_NAMES} == set(CHOICES.values())
    assert choose("openvino-int8", ALL) == OpenVinoChoice(Precision.INT8)


def test_a_library_that_cannot_be_found_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed_libraries() == ALL
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert installed_libraries() == {"torch", "transformers"}


@pytest.mark.parametrize(("engine", "name"), [("openvino-f32", "openvino f32"), ("torch", "torch float32 cpu")])
def test_the_named_engine_is_loaded(micro_folder: Path, engine: str, name: str) -> None:
    checkpoint = load_checkpoint(micro_folder)
    loaded = load_engine(checkpoint, engine=engine)
    assert loaded.name == name
    assert loaded.dimensions == checkpoint.dimensions
