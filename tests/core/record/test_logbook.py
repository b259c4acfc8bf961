import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dabir_core.cli.outputs import output_file, stems
from dabir_core.formats import Kind
from dabir_core.record import logbook
from dabir_core.record.logbook import Entry, Owner, State
from dabir_core.record.recording import Gap, GapKind
from dabir_core.record.wave_file import WaveFormat

ENTRY = Entry(
    sound="ضبط.wav",
    state=State.RECORDING,
    device="میکروفن",
    form=WaveFormat(48_000, 2),
    started_at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    owner=Owner(1234, 1.5),
    gaps=(Gap(1.0, 2.5, GapKind.LOST), Gap(7.0, 0.0, GapKind.PAUSE)),
)


def test_an_entry_is_read_as_it_was_written(tmp_path: Path) -> None:
    logbook.write(tmp_path, ENTRY)
    assert logbook.read(tmp_path / "ضبط.recording") == ENTRY
    assert [path.name for path in tmp_path.iterdir()] == ["ضبط.recording"]


def test_an_entry_replaces_the_one_before(tmp_path: Path) -> None:
    logbook.write(tmp_path, ENTRY)
    logbook.write(tmp_path, replace(ENTRY, state=State.FINISHED, gaps=()))
    assert logbook.read(tmp_path / "ضبط.recording") == replace(ENTRY, state=State.FINISHED, gaps=())


@pytest.mark.parametrize("form", [WaveFormat(48_000, 0), WaveFormat(0, 2), WaveFormat(-48_000, 1)])
def test_an_entry_of_no_possible_sound_is_passed_over(form: WaveFormat, tmp_path: Path) -> None:
    logbook.write(tmp_path, replace(ENTRY, form=form))
    assert logbook.read(tmp_path / "ضبط.recording") is None


@pytest.mark.parametrize("kind", Kind)
def test_no_transcript_takes_the_place_of_an_entry(kind: Kind, tmp_path: Path) -> None:
    sound = tmp_path / "2026-11-23 02-05-00.wav"
    assert output_file(stems([sound], None)[sound], kind) != logbook.entry_file(sound)


def test_recordings_that_begin_in_the_same_second_get_names_of_their_own(tmp_path: Path) -> None:
    names = [logbook.claim(tmp_path, ENTRY).sound for _ in range(3)]
    assert names == ["ضبط.wav", "ضبط-2.wav", "ضبط-3.wav"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ضبط-2.recording", "ضبط-3.recording", "ضبط.recording"]


def test_a_sound_without_an_entry_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "ضبط.wav").write_bytes(b"somebody's")
    assert logbook.claim(tmp_path, ENTRY).sound == "ضبط-2.wav"


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '"text"', '{"dabir-recording": 2}', '{"dabir-recording": 1}', "\udcff"],
)
def test_what_is_no_entry_is_passed_over(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.recording"
    path.write_bytes(content.encode(errors="surrogateescape"))
    assert logbook.read(path) is None


def test_an_entry_names_a_file_of_its_own_folder_only(tmp_path: Path) -> None:
    logbook.write(tmp_path, ENTRY)
    path = tmp_path / "ضبط.recording"
    path.write_text(path.read_text(encoding="utf-8").replace("ضبط.wav", "../../x.wav"), encoding="utf-8")
    entry = logbook.read(path)
    assert entry is not None
    assert entry.sound == "x.wav"


@pytest.mark.parametrize(
    ("content", "damaged"),
    [("", True), ("{", True), ('{"dabir-recording": 1}', True), ("{}", False), ('{"dabir-recording": 2}', False)],
)
def test_what_is_cut_off_is_damaged_and_what_is_anothers_is_not(content: str, *, damaged: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.recording"
    path.write_text(content, encoding="utf-8")
    assert logbook.is_damaged(path) is damaged


@pytest.mark.parametrize("name", ['""', '"."', '"a\\u0000b.wav"', "5"])
def test_an_entry_that_names_no_file_is_damaged(name: str, tmp_path: Path) -> None:
    logbook.write(tmp_path, ENTRY)
    path = tmp_path / "ضبط.recording"
    path.write_text(path.read_text(encoding="utf-8").replace('"ضبط.wav"', name), encoding="utf-8")
    assert logbook.is_damaged(path)


def test_this_process_is_alive() -> None:
    assert Owner.ourselves().pid == os.getpid()
    assert Owner.ourselves().is_alive


def test_another_process_with_the_same_number_is_not_the_owner() -> None:
    ours = Owner.ourselves()
    assert not Owner(ours.pid, ours.began - 3600).is_alive


def test_a_process_that_ended_is_not_alive() -> None:
    code = "from dabir_core.record.logbook import Owner; o = Owner.ourselves(); print(o.pid, o.began)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    pid, began = said.stdout.split()
    assert not Owner(int(pid), float(began)).is_alive


def test_a_killed_process_that_nobody_waited_for_is_not_alive() -> None:
    code = (
        "from dabir_core.record.logbook import Owner; o = Owner.ourselves(); print(o.pid, o.began, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as one:
        assert one.stdout is not None
        pid, began = one.stdout.readline().split()
        owner = Owner(int(pid), float(began))
        assert owner.is_alive
        one.kill()
        os.waitid(os.P_PID, one.pid, os.WEXITED | os.WNOWAIT)
        assert not owner.is_alive
