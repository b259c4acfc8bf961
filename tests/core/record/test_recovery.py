import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dabir_core.record import logbook
from dabir_core.record.logbook import Entry, Owner, State
from dabir_core.record.recovery import count_cut_short, discard, recover, settle
from dabir_core.record.wave_file import WaveFormat, header

FORM = WaveFormat(16_000, 1)
DEAD = Owner(pid=2**22 + 1, began=0.0)  # beyond the largest number that Linux gives


def keep(folder: Path, name: str, owner: Owner, *, state: State = State.RECORDING, frames: int = 16_000) -> Path:
    entry = Entry(f"{name}.wav", state, "Mic", FORM, datetime(2026, 11, 23, tzinfo=UTC), owner)
    logbook.write(folder, entry)
    path = folder / f"{name}.wav"
    path.write_bytes(header(FORM, 0) + bytes(2 * frames))
    return path


def test_what_a_dead_process_recorded_is_made_whole(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD)
    (recording,) = recover(tmp_path)
    assert (recording.path, recording.seconds, recording.device) == (path, 1.0, "Mic")
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == 16_000


def test_what_is_being_recorded_is_not_touched(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", Owner.ourselves())
    before = path.read_bytes()
    assert recover(tmp_path) == []
    assert count_cut_short(tmp_path) == 0
    assert path.read_bytes() == before


def test_what_came_to_its_end_is_not_offered(tmp_path: Path) -> None:
    keep(tmp_path, "a", DEAD, state=State.FINISHED)
    assert recover(tmp_path) == []
    assert count_cut_short(tmp_path) == 0


def test_recordings_are_offered_until_they_are_settled_the_oldest_first(tmp_path: Path) -> None:
    keep(tmp_path, "2026-02", DEAD)
    keep(tmp_path, "2026-01", DEAD)
    first, second = recover(tmp_path)
    assert [first.path.name, second.path.name] == ["2026-01.wav", "2026-02.wav"]
    assert count_cut_short(tmp_path) == 2
    assert recover(tmp_path) == [first, second]
    settle(first)
    assert recover(tmp_path) == [second]


def test_counting_changes_nothing(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD)
    before = path.read_bytes(), path.with_suffix(".recording").read_bytes()
    assert count_cut_short(tmp_path) == 1
    assert (path.read_bytes(), path.with_suffix(".recording").read_bytes()) == before


def test_settling_a_recording_that_is_being_made_changes_nothing(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", Owner.ourselves())
    entry = logbook.read(logbook.entry_file(path))
    assert entry is not None
    settle(entry.recording(tmp_path, 16_000))
    assert logbook.read(logbook.entry_file(path)) == entry


def test_an_entry_whose_sound_is_gone_is_passed_over(tmp_path: Path) -> None:
    keep(tmp_path, "a", DEAD).unlink()
    keep(tmp_path, "b", DEAD)
    assert count_cut_short(tmp_path) == 1
    assert [recording.path.name for recording in recover(tmp_path)] == ["b.wav"]


@pytest.mark.parametrize("kept_bytes", [0, len(header(FORM, 0))])
def test_a_recording_that_died_before_its_first_sound_is_none(kept_bytes: int, tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD, frames=0)
    path.write_bytes(path.read_bytes()[:kept_bytes])
    assert count_cut_short(tmp_path) == 0
    assert recover(tmp_path) == []


@pytest.mark.parametrize("name", ["absent", "file.txt"])
def test_a_folder_that_is_none_holds_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    assert recover(tmp_path / name) == []
    assert count_cut_short(tmp_path / name) == 0


def test_one_that_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    kept, doomed = keep(tmp_path, "a", DEAD), keep(tmp_path, "b", DEAD)
    discard(recover(tmp_path)[1])
    assert not doomed.exists()
    assert [each.path for each in recover(tmp_path)] == [kept]
    assert len(list(tmp_path.iterdir())) == 2
