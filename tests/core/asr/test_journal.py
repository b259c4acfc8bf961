import logging
import os
import sqlite3
import stat
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.journal import Journal
from dabir_core.asr.window_result import WindowResult
from dabir_core.transcript import EndedBy

RESULT = WindowResult(
    start=1.0,
    end=2.5,
    spans=(),
    hypothesis=Hypothesis((1, 2), (-0.1, -0.2), 0.3, EndedBy.END_OF_TEXT),
    text="سلام دنیا",
    language="fa",
)
KEY = b"k" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "windows.sqlite3"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return recording(tmp_path, "note")


def recording(folder: Path, name: str) -> Path:
    path = folder / f"{name}.ogg"
    path.write_bytes(name.encode())
    return path


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged so far, taken out."""
    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    caplog.clear()
    return logged


def test_a_window_is_found_again_by_the_next_run(path: Path, note: Path) -> None:
    with Journal(path) as journal:
        assert journal.find(KEY) is None
        journal.save(note, KEY, RESULT)
        assert journal.find(KEY) == RESULT
    with Journal(path) as journal:
        assert journal.find(KEY) == RESULT
        assert journal.find(b"other") is None


def test_a_row_tells_its_place_in_samples(path: Path, note: Path) -> None:
    with Journal(path) as journal:
        journal.save(note, KEY, RESULT)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT start_samples, end_samples FROM windows").fetchall() == [(16_000, 40_000)]
    connection.close()


def test_what_was_saved_survives_a_process_that_never_closed(path: Path, note: Path) -> None:
    first, second = Journal(path), Journal(path)
    first.save(note, KEY, RESULT)
    assert second.find(KEY) == RESULT
    first.close()
    second.close()


@given(st.lists(st.tuples(st.sampled_from("sdf"), st.sampled_from("abc"), st.integers(0, 4)), max_size=25))
@settings(max_examples=40)
def test_it_holds_what_was_saved_and_not_forgotten(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str, int]]
) -> None:
    """Against a plain set of (recording, key); «s» saves, «f» forgets, «d» closes and opens anew."""
    folder = tmp_path_factory.mktemp("journal")
    notes = {name: recording(folder, name) for name in "abc"}
    journal, held = Journal(folder / "windows.sqlite3"), set[tuple[str, int]]()
    for act, name, number in acts:
        if act == "s":
            journal.save(notes[name], bytes([number]), replace(RESULT, start=float(number)))
            held.add((name, number))
        elif act == "f":
            journal.forget(notes[name])
            held = {(other, kept) for other, kept in held if other != name}
        else:
            journal.close()
            journal = Journal(folder / "windows.sqlite3")
    found = {number for number in range(5) if journal.find(bytes([number])) is not None}
    assert found == {number for _, number in held}
    assert all(journal.find(bytes([number])) == replace(RESULT, start=float(number)) for number in found)
    journal.close()


def test_rows_go_after_the_days_that_the_owner_sets(path: Path, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(path) as journal:
        journal.save(note, KEY, RESULT)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 13.9 * 86_400)
    with Journal(path) as journal:
        assert journal.find(KEY) == RESULT
    with Journal(path, keep_days=13) as journal:
        assert journal.find(KEY) is None


def test_forgotten_text_is_not_left_in_the_file(path: Path, note: Path) -> None:
    with Journal(path) as journal:
        journal.save(note, KEY, RESULT)
    assert RESULT.text.encode() in path.read_bytes()
    with Journal(path) as journal:
        journal.forget(note)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert RESULT.text.encode() not in path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes; there a user's data folder is the user's")
def test_nobody_else_may_read_it(path: Path) -> None:
    Journal(path).close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_broken_database_is_told_once_and_replaced(path: Path, note: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database, " * 500)
    with Journal(path) as journal:
        assert not journal.is_open
        journal.save(note, KEY, RESULT)
        assert journal.find(KEY) is None
        journal.forget(note)
    assert len(warnings(caplog)) == 1
    with Journal(path) as journal:
        journal.save(note, KEY, RESULT)
        assert journal.find(KEY) == RESULT


def test_a_database_that_breaks_under_way_costs_no_job(
    path: Path, note: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal(path) as journal:
        for number in range(200):
            journal.save(note, bytes([number]) * 32, RESULT)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    journal = Journal(path)
    assert journal.find(KEY) is None
    journal.save(note, KEY, RESULT)
    journal.close()
    assert len(warnings(caplog)) == 1
    assert not path.exists()


def test_another_programs_database_is_left_alone(path: Path, note: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE letters (text)")
    connection.close()
    before = path.read_bytes()
    with Journal(path) as journal:
        assert not journal.is_open
        journal.save(note, KEY, RESULT)
    assert len(warnings(caplog)) == 1
    assert path.read_bytes() == before


def test_a_row_that_was_changed_is_passed_over(path: Path, note: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Journal(path) as journal:
        journal.save(note, KEY, RESULT)
        connection = sqlite3.connect(path)
        connection.execute("UPDATE windows SET result = replace(result, 'دنیا', 'دبیر')")
        connection.commit()
        connection.close()
        assert journal.find(KEY) is None
        assert len(warnings(caplog)) == 1
        journal.save(note, KEY, RESULT)
        assert journal.find(KEY) == RESULT


def test_a_place_that_cannot_be_written_costs_no_job(
    tmp_path: Path, note: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal(note / "journal" / "windows.sqlite3") as journal:
        journal.save(note, KEY, RESULT)
        assert journal.find(KEY) is None
    told = warnings(caplog)
    assert len(told) == 1
    assert str(tmp_path) not in told[0]


def test_a_recording_that_is_gone_leaves_the_others_their_journal(
    path: Path, note: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal(path) as journal:
        journal.save(note, KEY, RESULT)
        journal.forget(path.with_name("gone.ogg"))
        journal.save(path.with_name("gone.ogg"), b"other", RESULT)
        assert journal.find(KEY) == RESULT
        assert journal.find(b"other") is None
    assert len(warnings(caplog)) == 2


def test_many_threads_share_one(path: Path, note: Path) -> None:
    with Journal(path) as journal:

        def work(number: int) -> None:
            for step in range(20):
                journal.save(note, bytes([number, step]), replace(RESULT, start=float(step)))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        keys = [bytes([number, step]) for number in range(8) for step in range(20)]
        assert [journal.find(key) == replace(RESULT, start=float(key[1])) for key in keys] == [True] * 160
