"""The queue with core's worker process and the demo checkpoint: to the end, cancelled, crashed, killed."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core import TranscribeOptions, Transcriber, Transcript
from dabir_core.fetch import LinkPolicy
from dabir_core.paths import journal_file
from dabir_desktop.batch import ItemState, Plan, QueueItem
from dabir_desktop.engine import Engine
from dabir_desktop.links import Links
from dabir_desktop.queue_store import QueueStore
from dabir_desktop.runner import Runner
from dabir_desktop.work_queue import WorkQueue
from tests.desktop.work_room import FakeLibrary

DEMO = Path(__file__).parents[2] / "samples" / "demo.ogg"
DRIVER = Path(__file__).with_name("queue_driver.py")
PERSIAN = TranscribeOptions(language="fa")
PLAN = Plan("demo", PERSIAN)
PATIENCE_MS = 60_000

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note ten times over."""
    path = tmp_path_factory.mktemp("sounds") / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "9", "-i", str(DEMO), "-c", "copy", str(path))
    subprocess.run(loop, check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def peaceful(note: Path) -> Transcript:
    """What a run comes to that nobody disturbs."""
    with Transcriber.load("demo") as transcriber:
        outcome = transcriber.transcribe(note, PERSIAN)
    assert isinstance(outcome, Transcript)
    return outcome


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The demo note once, twice, … twenty times over."""
    folder = tmp_path_factory.mktemp("notes")
    for times in range(20):
        loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", str(times), "-i", str(DEMO), "-c", "copy")
        subprocess.run([*loop, str(folder / f"{times}.ogg")], check=True, timeout=60)
    return tuple(folder / f"{times}.ogg" for times in range(20))


@pytest.fixture(scope="module")
def texts(notes: tuple[Path, ...]) -> list[list[list[object]]]:
    """What they come to where nobody disturbs."""
    with Transcriber.load("demo") as transcriber:
        outcomes = [transcriber.transcribe(note, PERSIAN) for note in notes]
    return [told(outcome) for outcome in outcomes if isinstance(outcome, Transcript)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's journal is, for us and for the processes that we start."""
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def queue(qapp: QApplication, home: Path) -> Iterator[tuple[WorkQueue, Engine, FakeLibrary]]:
    engine, library = Engine(), FakeLibrary()
    runner = Runner(engine, Links(lambda _: LinkPolicy(), home / "links"), keeper=library)
    queue = WorkQueue(runner, QueueStore(home / "queue.sqlite3"))
    yield queue, engine, library
    queue.close()


def told(transcript: Transcript) -> list[list[object]]:
    return [[segment.start, segment.end, segment.text] for segment in transcript.segments]


def windows() -> set[tuple[int, float]]:
    """(start, time of writing) of each window in the journal; a window that is read again has another time."""
    path = journal_file()
    if not path.exists():
        return set()
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'windows'").fetchall()
    rows = connection.execute("SELECT start_samples, written FROM windows").fetchall() if tables else []
    connection.close()
    return set(rows)


def the_worker() -> psutil.Process:
    (worker,) = [each for each in psutil.Process().children() if "spawn_main" in " ".join(each.cmdline())]
    return worker


def test_a_recording_goes_from_the_queue_to_the_library(
    queue: tuple[WorkQueue, Engine, FakeLibrary], note: Path, peaceful: Transcript, qtbot: QtBot
) -> None:
    work, _, library = queue
    texts: list[str] = []
    work.segment_came.connect(lambda _item, segment: texts.append(segment.text))
    with qtbot.waitSignal(work.finished, timeout=PATIENCE_MS) as finished:
        work.add([note], PLAN)
    ((item, kept),) = library.kept
    assert finished.args is not None
    assert isinstance(finished.args[0], QueueItem)
    assert (finished.args[0].id, finished.args[0].state) == (item.id, ItemState.DONE)
    assert told(kept) == told(peaceful)
    assert texts == [segment.text for segment in peaceful.segments]
    qtbot.waitUntil(lambda: not windows(), timeout=PATIENCE_MS)


def test_a_cancelled_recording_goes_on_where_it_stopped(
    queue: tuple[WorkQueue, Engine, FakeLibrary], note: Path, peaceful: Transcript, qtbot: QtBot
) -> None:
    work, engine, library = queue
    with qtbot.waitSignal(work.segment_came, timeout=PATIENCE_MS):
        work.add([note], PLAN)
    (item,) = work.items
    with qtbot.waitSignal(engine.cancelled, timeout=PATIENCE_MS):
        work.cancel(item.id)
    before = windows()
    assert before
    seen: set[tuple[int, float]] = set()
    engine.finished.connect(lambda _job, _transcript: seen.update(windows()))
    with qtbot.waitSignal(work.finished, timeout=PATIENCE_MS):
        work.retry(item.id)
    assert told(library.kept[0][1]) == told(peaceful)
    assert before <= seen, "no finished window is read again"


def test_a_crashed_engine_is_restarted_and_said_so(
    queue: tuple[WorkQueue, Engine, FakeLibrary],
    note: Path,
    peaceful: Transcript,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    work, engine, library = queue
    with qtbot.waitSignal(work.segment_came, timeout=PATIENCE_MS):
        work.add([note], PLAN)
    with qtbot.waitSignals([engine.restarted, work.finished], timeout=PATIENCE_MS):
        the_worker().kill()
    assert told(library.kept[0][1]) == told(peaceful)
    caplog.clear()


def test_a_file_that_is_no_sound_fails_and_the_next_is_done(
    queue: tuple[WorkQueue, Engine, FakeLibrary], home: Path, qtbot: QtBot
) -> None:
    work, _, _library = queue
    broken = home / "broken.mp3"
    broken.write_text("this is no sound", encoding="utf-8")
    with qtbot.waitSignal(work.finished, timeout=PATIENCE_MS):
        work.add([broken, DEMO], PLAN)
    assert [item.state for item in work.items] == [ItemState.FAILED, ItemState.DONE]


def drive(home: Path, *recordings: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, str(DRIVER), str(home), *map(str, recordings)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def kept(home: Path) -> list[list[list[object]]]:
    path = home / "library.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["segments"] for line in lines]


def test_an_app_killed_in_mid_transcription_goes_on_by_itself(home: Path, note: Path, peaceful: Transcript) -> None:
    with drive(home, note) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "segment\n"
        first.kill()
    before = windows()
    assert before
    assert kept(home) == []
    with drive(home) as second:
        said, _ = second.communicate(timeout=120)
    assert second.returncode == 0
    assert said.splitlines()[-1] == "over done"
    assert kept(home) == [told(peaceful)]
    assert before <= windows(), "no finished window is read again"


@pytest.mark.slow
def test_an_app_killed_at_twenty_random_moments_loses_nothing(
    home: Path, notes: tuple[Path, ...], texts: list[list[list[object]]]
) -> None:
    chance, kills = random.Random(5), 0
    before: set[tuple[int, float]] = set()
    for count in range(1, len(notes) + 1):  # each start has a new note to do, and what the ones before it left
        with drive(home, *unlisted(home, notes[:count])) as process:
            timer = threading.Timer(chance.uniform(0.5, 2.5), process.kill)
            timer.start()
            process.communicate(timeout=120)
            timer.cancel()
        assert process.returncode in (0, -signal.SIGKILL)
        kills += process.returncode != 0
        assert before <= windows(), "no finished window is read again"
        before = windows()
    if len(kept(home)) < len(notes):
        with drive(home, *unlisted(home, notes)) as last:
            last.communicate(timeout=120)
        assert last.returncode == 0
    assert kills >= 10
    assert sorted(kept(home), key=len) == sorted(texts, key=len)


def unlisted(home: Path, notes: Sequence[Path]) -> list[Path]:
    """Those that no queue has on disk yet: the app was killed before it had."""
    if not (home / "queue.sqlite3").exists():
        return list(notes)
    connection = sqlite3.connect(home / "queue.sqlite3")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'items'").fetchall()
    titles = {title for (title,) in connection.execute("SELECT title FROM items")} if tables else set()
    connection.close()
    return [note for note in notes if note.name not in titles]
