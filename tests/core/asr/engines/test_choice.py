import ctypes
import sys
from pathlib import Path
from typing import Any

import pytest

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import choice as choice_module
from dabir_core.asr.engines.choice import (
    CHOICES,
    ENGINE_NAMES,
    OpenVinoChoice,
    TorchChoice,
    choose,
    has_cuda_gpu,
    installed_libraries,
    load_engine,
)
from dabir_core.asr.engines.engine import Engine
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.errors import EngineMissing, ModelMemory, OptionError
from dabir_core.notices import Notice
from tests.fakes import FakeEngine

ALL = {"openvino", "torch"}


@pytest.mark.parametrize(
    ("installed", "choice"),
    [
        (ALL, OpenVinoChoice("auto")),
        ({"openvino"}, OpenVinoChoice("auto")),
        ({"torch"}, TorchChoice()),
    ],
)
def test_auto_prefers_openvino(installed: set[str], choice: OpenVinoChoice | TorchChoice) -> None:
    assert choose("auto", installed) == choice


@pytest.mark.parametrize(
    ("installed", "choice"),
    [
        (ALL, CHOICES["torch-cuda"]),
        ({"torch"}, CHOICES["torch-cuda"]),
        ({"openvino"}, OpenVinoChoice("auto")),
    ],
)
def test_auto_prefers_a_gpu_that_torch_can_use(installed: set[str], choice: OpenVinoChoice | TorchChoice) -> None:
    assert choose("auto", installed, has_gpu=True) == choice


@pytest.mark.parametrize(
    ("name", "installed", "command"),
    [
        ("auto", set(), 'pip install "dabir[torch]"'),
        ("torch", {"openvino"}, 'pip install "dabir[torch]"'),
        ("torch-cuda", {"openvino"}, 'pip install "dabir[torch]"'),
        ("openvino-f32", {"torch"}, "pip install openvino"),
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
    assert installed_libraries() == {"torch"}


@pytest.mark.parametrize(("engine", "name"), [("openvino-f32", "openvino f32"), ("torch", "torch float32 cpu")])
def test_the_named_engine_is_loaded(micro_folder: Path, engine: str, name: str) -> None:
    checkpoint = load_checkpoint(micro_folder)
    loaded = load_engine(checkpoint, engine=engine)
    assert loaded.name == name
    assert loaded.dimensions == checkpoint.dimensions


def load_with(
    monkeypatch: pytest.MonkeyPatch, folder: Path, engine: str, *, failure: Exception | None = None
) -> tuple[str, list[Notice]]:
    """The name of what is loaded on a machine with a GPU, and what was told; loading to the GPU fails like this."""
    load, told = choice_module._load, list[Notice]()

    def load_or_fail(choice: OpenVinoChoice | TorchChoice, checkpoint: Checkpoint) -> Engine:
        if isinstance(choice, TorchChoice) and choice.device == "cuda":
            if failure is not None:
                raise failure
            return FakeEngine(lambda *_: 0, name="gpu")
        return load(choice, checkpoint)

    monkeypatch.setattr(choice_module, "has_cuda_gpu", lambda: True)
    monkeypatch.setattr(choice_module, "_load", load_or_fail)
    return load_engine(load_checkpoint(folder), engine=engine, tell=told.append).name, told


@pytest.mark.parametrize("engine", ["auto", "torch-cuda"])
def test_a_gpu_that_is_there_is_used(monkeypatch: pytest.MonkeyPatch, micro_folder: Path, engine: str) -> None:
    assert load_with(monkeypatch, micro_folder, engine) == ("gpu", [])


@pytest.mark.parametrize(
    ("engine", "failure", "told"),
    [
        ("torch-cuda", OptionError("device cuda"), [Notice.GPU_MISSING]),
        ("torch-cuda", ModelMemory("micro"), [Notice.GPU_MEMORY]),
        ("auto", ModelMemory("micro"), [Notice.GPU_MEMORY]),
    ],
)
def test_a_gpu_that_cannot_do_it_leaves_it_to_the_cpu_and_that_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
    micro_folder: Path,
    caplog: pytest.LogCaptureFixture,
    engine: str,
    failure: Exception,
    told: list[Notice],
) -> None:
    name, notices = load_with(monkeypatch, micro_folder, engine, failure=failure)
    assert name.startswith("openvino")
    assert notices == told
    assert [record.getMessage() for record in caplog.records] == [f"the CPU does the work: {told[0]}"]
    caplog.clear()


def test_auto_promises_no_gpu_and_tells_nothing_of_one_that_torch_cannot_use(
    monkeypatch: pytest.MonkeyPatch, micro_folder: Path
) -> None:
    name, notices = load_with(monkeypatch, micro_folder, "auto", failure=OptionError("device cuda"))
    assert name.startswith("openvino")
    assert notices == []


def test_without_nvidias_driver_there_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert not has_cuda_gpu()


@pytest.mark.parametrize(("status", "count", "there"), [(0, 1, True), (0, 0, False), (100, 1, False)])
def test_the_driver_is_asked_for_gpus(monkeypatch: pytest.MonkeyPatch, status: int, count: int, there: bool) -> None:
    class Driver:
        def cuInit(self, _flags: int) -> int:  # noqa: N802 — the driver's name
            return status

        def cuDeviceGetCount(self, place: Any) -> int:  # noqa: N802
            place._obj.value = count
            return 0

    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Driver())
    assert has_cuda_gpu() is there
