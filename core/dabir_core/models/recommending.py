"""Which of the catalogue's checkpoints this machine could run, how long an hour of sound would take, and what fits."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabir_core.models.entries import Entry, catalogue
from dabir_core.models.estimate import Rates, memory_bytes, rates, seconds_of
from dabir_core.models.judgement import Candidate, Recommendation
from dabir_core.models.machine import MachineSpeed, machine_speed
from dabir_core.models.sizes import existing_folder, room_bytes
from dabir_core.models.work import Hour
from dabir_core.paths import models_folder

MOST_MINUTES: Final = 30.0
"""For an hour of sound: slower checkpoints are not recommended, however good."""


@dataclass(frozen=True, slots=True)
class Room:
    """What the machine has: memory in all, and free space where models are installed."""

    memory_bytes: int
    disk_bytes: int


def recommend(*, anew: bool = False, language: str = "fa", models: Path | None = None) -> Recommendation:
    """Measures this machine, unless it was before, and judges every checkpoint for that language.

    `models` is the folder for models, where it is not the usual one.

    Raises: EngineMissing where the CPU engine is not installed; ModelMemory.
    """
    import psutil

    speed = machine_speed(anew=anew)
    room = Room(int(psutil.virtual_memory().total), shutil.disk_usage(existing_folder(models_folder(models))).free)
    entries = [entry for entry in catalogue() if entry.is_multilingual or language in entry.languages]
    return judged(entries, speed, room, language=language)


def judged(entries: Sequence[Entry], speed: MachineSpeed, room: Room, *, language: str = "fa") -> Recommendation:
    """The same for given figures. Pure."""
    machine = rates(speed)
    candidates = tuple(_candidate(entry, machine, room) for entry in entries)
    usable = [each for each in candidates if each.fits and each.entry.licence and each.minutes <= MOST_MINUTES]
    best = min(usable, key=lambda each: _worth(each, language), default=None)
    return Recommendation(candidates, best, speed.engine)


def _candidate(entry: Entry, machine: Rates, room: Room) -> Candidate:
    sizes, weights = entry.dimensions, entry.most_bytes
    memory, disk = memory_bytes(sizes), room_bytes(weights)
    return Candidate(
        entry=entry,
        minutes=seconds_of(sizes, machine, Hour()) / 60,
        memory_bytes=memory,
        disk_bytes=disk,
        fits_memory=memory <= room.memory_bytes,
        fits_disk=disk <= room.disk_bytes,
    )


def _worth(candidate: Candidate, language: str) -> tuple[float, float]:
    """Best first: by the published errors in Persian; in other languages, where none are known, by size."""
    entry = candidate.entry
    errors = entry.published.wer if entry.published and language == "fa" else float("inf")
    return errors, -entry.parameters
