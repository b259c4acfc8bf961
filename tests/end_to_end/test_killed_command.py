"""`kill -9` in mid-file: the next run goes on, and its text is that of a run that was left in peace."""

import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.command import DABIR, DEMO, dabir, environment


@pytest.fixture(scope="module")
def long_note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note six times over."""
    path = tmp_path_factory.mktemp("long") / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "5", "-i", str(DEMO), "-c", "copy", str(path))
    subprocess.run(loop, check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def peaceful(long_note: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tmp_path_factory.mktemp("peaceful")
    run = dabir("transcribe", long_note, "--model", "demo", "--to", "json", "--out", home, "--no-journal", home=home)
    assert run.returncode == 0, run.stderr
    assert not (home / "dabir" / "journal").exists()
    return (home / "long.json").read_text(encoding="utf-8")


def rows(home: Path) -> list[tuple[int, float]]:
    """(start in samples, time of writing) of every finished window."""
    connection = sqlite3.connect(home / "dabir" / "journal" / "windows.sqlite3")
    try:
        return connection.execute("SELECT start_samples, written FROM windows ORDER BY start_samples").fetchall()
    finally:
        connection.close()


def kill_after(lines: int, long_note: Path, home: Path) -> int:
    """Runs until so many segments stand on the screen, then kills; gives the exit code."""
    command = [*DABIR, "transcribe", str(long_note), "--model", "demo", "--to", "json", "--out", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(home)) as running:
        assert running.stdout is not None
        for _ in range(lines):
            assert running.stdout.readline()
        running.kill()
    return running.returncode


@pytest.mark.long
def test_the_next_run_goes_on_with_the_same_text(long_note: Path, peaceful: str, tmp_path: Path) -> None:
    assert kill_after(3, long_note, tmp_path) < 0
    first = rows(tmp_path)
    assert first
    assert kill_after(18, long_note, tmp_path) < 0
    second = rows(tmp_path)
    assert len(second) > len(first)
    assert second[: len(first)] == first, "no window that was finished is read again"
    assert not (tmp_path / "long.json").exists()
    run = dabir("transcribe", long_note, "--model", "demo", "--to", "json", "--out", tmp_path, home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "long.json").read_text(encoding="utf-8") == peaceful
    assert rows(tmp_path) == []
