"""The machine is measured once, on random weights that the real engine runs."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from dabir_core.asr.architecture import check_tensors
from dabir_core.asr.dimensions import Dimensions
from dabir_core.models import machine
from dabir_core.models.machine import SAMPLE, MachineSpeed, RandomCheckpoint, least, machine_speed
from dabir_core.paths import machine_file

SPEED = MachineSpeed("openvino int8", 0.1, 0.03, 0.2, 0.02, 0.01, 0.005, 0.0001, 0.002)
MICRO = Dimensions(64, 2, 1, 2, 1, 80, 300, 96, 64)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))


def test_random_weights_are_those_of_a_checkpoint() -> None:
    weights = RandomCheckpoint(SAMPLE).weights()
    check_tensors(weights, SAMPLE)
    array = weights["encoder.layers.0.fc1.weight"]
    assert array.shape == (3072, 768)
    assert array.dtype == np.float32
    assert 0 < array.std() < 1
    assert "nothing" not in weights
    assert len(weights.names()) > 20


def test_every_part_of_the_engine_takes_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "SAMPLE", MICRO)
    monkeypatch.setattr(machine, "DEEPER", MICRO)
    speed = machine.measure(rounds=1)
    assert speed.engine.startswith("openvino")
    times = [seconds for seconds in asdict(speed).values() if isinstance(seconds, float)]
    assert len(times) == 8
    assert all(0 < seconds < 1 for seconds in times)


def test_works_take_turns_and_the_first_round_does_not_count() -> None:
    done: list[str] = []
    taken = least({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 2)
    assert done == ["a", "b"] * 3
    assert set(taken) == {"a", "b"}


def test_what_was_measured_is_kept_until_it_is_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = iter([SPEED, replace(SPEED, encode=0.2)])
    monkeypatch.setattr(machine, "measure", lambda: next(measured))
    assert machine_speed() == SPEED
    assert machine_speed() == SPEED
    assert machine_speed(anew=True).encode == 0.2
    assert machine_speed().encode == 0.2


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"machine": 1, "speed": {}}', '{"speed": {"encode": 1}}'])
def test_a_damaged_file_or_another_machines_is_measured_anew(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    machine_file().parent.mkdir(parents=True)
    machine_file().write_text(content, encoding="utf-8")
    monkeypatch.setattr(machine, "measure", lambda: SPEED)
    assert machine_speed() == SPEED
    stored = json.loads(machine_file().read_text(encoding="utf-8"))
    machine_file().write_text(json.dumps(stored | {"machine": ["another"]}), encoding="utf-8")
    monkeypatch.setattr(machine, "measure", lambda: replace(SPEED, step=1.0))
    assert machine_speed().step == 1.0
