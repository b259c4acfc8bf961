from dataclasses import replace

import pytest

from dabir_core.models.entries import catalogue, find_entry
from dabir_core.models.machine import MachineSpeed
from dabir_core.models.recommending import MOST_MINUTES, Room, judged
from tests.core.models.test_estimate import made_up

LARGE = Room(memory_bytes=64 * 10**9, disk_bytes=500 * 10**9)


def slowed(factor: float) -> MachineSpeed:
    speed = made_up()
    figures = ("encode", "encode_third", "encode_deeper", "start", "step", "step_third", "choose", "listen")
    return replace(speed, **{name: factor * getattr(speed, name) for name in figures})


def test_the_best_that_is_fast_enough_is_recommended() -> None:
    found = judged(catalogue(), slowed(0.01), LARGE)
    assert found.best is not None
    assert found.best.entry.hub_id == "nezamisafa/whisper-persian-v4"  # facts: the least errors
    assert len(found.candidates) == len(catalogue())
    slow = judged(catalogue(), slowed(10.0), LARGE)
    assert slow.best is not None
    assert slow.best.minutes <= MOST_MINUTES
    assert slow.best.entry.base in {"tiny", "base", "small"}


def test_minutes_follow_the_machine() -> None:
    fast, slow = (judged(catalogue(), slowed(factor), LARGE) for factor in (1.0, 2.0))
    for one, two in zip(fast.candidates, slow.candidates, strict=True):
        assert two.minutes == pytest.approx(2 * one.minutes)


def test_what_does_not_fit_is_marked_and_not_recommended() -> None:
    small = Room(memory_bytes=2 * 10**9, disk_bytes=10**9)
    found = judged(catalogue(), slowed(0.01), small)
    assert found.best is not None
    assert found.best.entry.base == "base"
    large = next(each for each in found.candidates if each.entry.base == "large-v3")
    assert not (large.fits_memory or large.fits_disk or large.fits)
    nothing = judged(catalogue(), slowed(0.01), Room(10**6, 10**6))
    assert nothing.best is None


def test_what_states_no_licence_is_never_recommended() -> None:
    entry = find_entry("nezamisafa/whisper-persian-v4")
    assert entry is not None
    assert judged([replace(entry, licence=None)], slowed(0.01), LARGE).best is None


def test_for_another_language_the_largest_multilingual_one_that_is_fast_enough_is_taken() -> None:
    entries = [entry for entry in catalogue() if entry.is_multilingual]
    found = judged(entries, slowed(0.01), LARGE, language="tr")
    assert found.best is not None
    assert found.best.entry.hub_id == "openai/whisper-large-v3"
