import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from dabir_core.errors import RecordingEntryDamaged, RecordingFolderClosed, RecordingNotMended
from dabir_core.record import logbook
from dabir_core.record.logbook import Entry, Owner, State
from dabir_core.record.recovery import Recovery, count_cut_short, discard, discard_all, is_unsettled, recover, settle
from dabir_core.record.wave_file import WaveFormat, header

FORM = WaveFormat(16_000, 1)
NOTHING = Recovery()
DEAD = Owner(pid=2**22 + 1, began=0.0)  # beyond the largest number that Linux gives


def keep(folder: Path, name: str, owner: Owner, *, state: State = State.RECORDING, frames: int = 16_000) -> Path:
    entry = Entry(f"{name}.wav", state, "Mic", FORM, datetime(2026, 11, 23, tzinfo=UTC), owner)
    logbook.write(folder, entry)
    path = folder / f"{name}.wav"
    path.write_bytes(header(FORM, 0) + bytes(2 * frames))
    return path


def test_what_a_dead_process_recorded_is_made_whole(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD)
    (recording,) = recover(tmp_path).saved
    assert (recording.path, recording.seconds, recording.device) == (path, 1.0, "Mic")
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == 16_000


def test_what_is_being_recorded_is_not_touched(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", Owner.ourselves())
    before = path.read_bytes()
    assert recover(tmp_path) == NOTHING
    assert count_cut_short(tmp_path) == 0
    assert path.read_bytes() == before


def test_what_came_to_its_end_is_not_offered(tmp_path: Path) -> None:
    keep(tmp_path, "a", DEAD, state=State.FINISHED)
    assert recover(tmp_path) == NOTHING
    assert count_cut_short(tmp_path) == 0


def test_recordings_are_offered_until_they_are_settled_the_oldest_first(tmp_path: Path) -> None:
    keep(tmp_path, "2026-02", DEAD)
    keep(tmp_path, "2026-01", DEAD)
    first, second = recover(tmp_path).saved
    assert [first.path.name, second.path.name] == ["2026-01.wav", "2026-02.wav"]
    assert count_cut_short(tmp_path) == 2
    assert recover(tmp_path) == Recovery((first, second))
    settle(first)
    assert recover(tmp_path) == Recovery((second,))


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
    assert [recording.path.name for recording in recover(tmp_path).saved] == ["b.wav"]


@pytest.mark.parametrize("kept_bytes", [0, len(header(FORM, 0))])
def test_a_recording_that_died_before_its_first_sound_is_none(kept_bytes: int, tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD, frames=0)
    path.write_bytes(path.read_bytes()[:kept_bytes])
    assert count_cut_short(tmp_path) == 0
    assert recover(tmp_path) == NOTHING


@pytest.mark.parametrize("name", ["absent", "file.txt"])
def test_a_folder_that_is_none_holds_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    assert recover(tmp_path / name) == NOTHING
    assert count_cut_short(tmp_path / name) == 0


def replace_by_folder(path: Path) -> None:
    """What no permission opens as a file, not even an administrator's."""
    path.unlink()
    path.mkdir()


def test_what_cannot_be_mended_keeps_no_other_from_it_and_is_named(tmp_path: Path) -> None:
    good = [keep(tmp_path, name, DEAD) for name in ("a", "c", "e", "g")]
    unreadable, cut, closed = (keep(tmp_path, name, DEAD) for name in ("b", "d", "f"))
    replace_by_folder(unreadable)
    entry = logbook.entry_file(cut)
    entry.write_bytes(entry.read_bytes()[:100])
    replace_by_folder(logbook.entry_file(closed))
    recovery = recover(tmp_path)
    assert [(recording.path, recording.seconds) for recording in recovery.saved] == [(path, 1.0) for path in good]
    assert [(type(error), error.subject) for error in recovery.failed] == [
        (RecordingNotMended, str(unreadable)),
        (RecordingEntryDamaged, str(cut)),
        (RecordingEntryDamaged, str(closed)),
    ]
    for recording in recovery.saved:
        settle(recording)
    again = recover(tmp_path)
    assert (len(again.saved), len(again.failed)) == (0, 3)


@pytest.mark.parametrize("missing", ["sound", "samples"])
def test_a_damaged_entry_without_sound_is_nobodys_loss(missing: str, tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD, frames=0)
    logbook.entry_file(path).write_bytes(b"{")
    if missing == "sound":
        path.unlink()
    assert recover(tmp_path) == NOTHING


def test_an_entry_of_another_program_beside_a_sound_is_passed_over(tmp_path: Path) -> None:
    logbook.entry_file(keep(tmp_path, "a", DEAD)).write_text('{"volume": 3}', encoding="utf-8")
    assert recover(tmp_path) == NOTHING


def test_sound_that_was_cut_in_mid_sample_is_whole_to_the_last_one_before(tmp_path: Path) -> None:
    path = keep(tmp_path, "a", DEAD)
    path.write_bytes(path.read_bytes()[: len(header(FORM, 0)) + 2 * 4_000 + 1])
    (recording,) = recover(tmp_path).saved
    assert recording.seconds == 0.25
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == 4_000


def test_an_entry_that_cannot_be_written_keeps_nobody_from_the_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep(tmp_path, "a", DEAD)
    with monkeypatch.context() as full:
        full.setattr(logbook, "write", fails(OSError(28, "No space left on device")))
        (recording,) = recover(tmp_path).saved
        assert recording.path == path
        with pytest.raises(RecordingFolderClosed):
            settle(recording)
    assert recover(tmp_path).saved == (recording,)
    settle(recording)
    assert recover(tmp_path) == NOTHING


def test_a_folder_that_is_closed_to_us_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "iterdir", fails(PermissionError(13, "Permission denied")))
    (error,) = recover(tmp_path).failed
    assert (type(error), error.subject) == (RecordingFolderClosed, str(tmp_path))
    assert count_cut_short(tmp_path) == 0


def fails(error: OSError) -> Callable[..., NoReturn]:
    def fail(*_: object) -> NoReturn:
        raise error

    return fail


def test_one_that_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    kept, doomed = keep(tmp_path, "a", DEAD), keep(tmp_path, "b", DEAD)
    discard(recover(tmp_path).saved[1])
    assert not doomed.exists()
    assert [each.path for each in recover(tmp_path).saved] == [kept]
    assert len(list(tmp_path.iterdir())) == 2


def test_all_that_we_recorded_is_discarded_and_nothing_else(tmp_path: Path) -> None:
    keep(tmp_path, "finished", DEAD, state=State.FINISHED)
    keep(tmp_path, "cut-short", DEAD)
    running = keep(tmp_path, "running", Owner.ourselves())
    (tmp_path / "song.wav").write_bytes(b"theirs")
    discard_all(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {running.name, "running.recording", "song.wav"}
    discard_all(tmp_path / "absent")


def test_what_cannot_be_discarded_is_told_and_the_rest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        keep(tmp_path, name, DEAD, state=State.FINISHED)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "b.wav":
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(RecordingFolderClosed):
        discard_all(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"b.wav", "b.recording"}


def test_a_recording_is_unsettled_from_its_beginning_until_somebody_settles_it(tmp_path: Path) -> None:
    running, cut_short = keep(tmp_path, "a", Owner.ourselves()), keep(tmp_path, "b", DEAD)
    assert is_unsettled(running)
    assert is_unsettled(cut_short)
    (recording,) = recover(tmp_path).saved
    settle(recording)
    assert not is_unsettled(cut_short)
    assert not is_unsettled(tmp_path / "song.wav")
