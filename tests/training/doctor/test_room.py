from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest

from dabir_core.models.architectures import ARCHITECTURES
from dabir_training.configuration import FittingSettings, RunConfig
from dabir_training.doctor import Grade
from dabir_training.doctor.finding import Finding
from dabir_training.doctor.pace import Pace, judged
from dabir_training.doctor.room import examine_disk, examine_memory


class Memory(NamedTuple):
    available: int


class Disk(NamedTuple):
    free: int


def only(findings: Iterator[Finding]) -> Finding:
    (finding,) = findings
    return finding


def with_memory(monkeypatch: pytest.MonkeyPatch, gigabytes: float) -> None:
    monkeypatch.setattr("psutil.virtual_memory", lambda: Memory(int(1e9 * gigabytes)))


def test_a_batch_that_does_not_fit_is_told_with_one_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with_memory(monkeypatch, 8)

    finding = only(examine_memory(FittingSettings(batch=32, accumulate=1), ARCHITECTURES["small"]))

    assert finding.grade is Grade.WRONG
    fits, steps = int(finding.values["fits"]), int(finding.values["accumulate"])
    assert 1 <= fits < 32
    assert 32 <= fits * steps < 32 + fits


def test_a_model_that_never_fits_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with_memory(monkeypatch, 15)

    finding = only(examine_memory(FittingSettings(batch=1), ARCHITECTURES["large-v3"]))

    assert finding.grade is Grade.WRONG
    assert "[train.lora]" in finding("en")


def test_a_full_disk_is_told(prepared: RunConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Disk(10_000_000_000))

    # four checkpoints of 2.9 GB and three models of 0.97 GB
    finding = only(examine_disk(prepared, ARCHITECTURES["small"]))

    assert (finding.grade, finding.values["need"], finding.values["free"]) == (Grade.WRONG, "15 GB", "10 GB")


def run_with(config: RunConfig, workers: int) -> RunConfig:
    return replace(config, train=FittingSettings(batch=8, accumulate=4, steps=1000, workers=workers))


def test_a_device_that_waits_is_told_how_many_workers_would_feed_it(prepared: RunConfig) -> None:
    finding = judged(Pace(made_by_one=10.0, learned=40.0), run_with(prepared, 2), windows=500, cores=8)

    assert finding.grade is Grade.COSTLY
    assert finding.values["wanted"] == "5"  # 1.2 · 40 / 10, and the next whole
    assert finding.values["hours"] == "0.444"  # 32,000 windows at 20 a second


def test_a_device_that_is_fed_is_good(prepared: RunConfig) -> None:
    finding = judged(Pace(made_by_one=30.0, learned=40.0), run_with(prepared, 2), windows=500, cores=8)

    assert finding.grade is Grade.GOOD
    assert finding.values["hours"] == "0.222"  # 32,000 windows at 40 a second


def test_workers_beyond_the_cores_do_not_count(prepared: RunConfig) -> None:
    finding = judged(Pace(made_by_one=10.0, learned=40.0), run_with(prepared, 64), windows=500, cores=4)

    assert (finding.values["workers"], finding.values["made"], finding.values["wanted"]) == ("4", "40", "4")
