"""A working folder belongs to one run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.demo.run_file import Run
from dabir_training.demo.workplace import OtherRunError, Workplace


def test_note_holds_the_resolved_run_and_versions(shipped_run: Run, tmp_path: Path) -> None:
    place = Workplace(tmp_path / "work")

    place.claim(shipped_run)
    note = json.loads(place.note.read_text(encoding="utf-8"))

    assert note["run"]["seed"] == shipped_run.seed
    assert note["run"]["training"]["steps"] == shipped_run.training.steps
    assert set(note["versions"]) == {"python", "torch", "tokenizers", "numpy"}


def test_a_run_may_be_lengthened(shipped_run: Run, tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    place.claim(shipped_run)

    place.claim(replace(shipped_run, training=replace(shipped_run.training, steps=9)))

    assert json.loads(place.note.read_text(encoding="utf-8"))["run"]["training"]["steps"] == 9


def test_another_run_is_refused(shipped_run: Run, tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    place.claim(shipped_run)

    with pytest.raises(OtherRunError, match="--work"):
        place.claim(replace(shipped_run, seed=shipped_run.seed + 1))
