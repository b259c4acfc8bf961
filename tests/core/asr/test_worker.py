"""The engine in a child process: killed, cancelled, refused, orphaned; with the demo checkpoint."""

import logging
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from dabir_core.asr.journal import Journal
from dabir_core.asr.messages import Done, Failed, Finished, Hello, Message, Noticed, Progressed, Restarted
from dabir_core.asr.redo import Excerpt
from dabir_core.asr.worker import WorkerClient
from dabir_core.errors import EngineCrashed, ModelMissing, NotMedia
from dabir_core.notices import Notice
from dabir_core.options import TranscribeOptions, Urgency
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Cancelled, Segment, Transcript

DEMO = Path(__file__).parents[3] / "samples" / "demo.ogg"
PARENT = Path(__file__).with_name("worker_parent.py")
PERSIAN = TranscribeOptions(language="fa")
OfNoJob = Hello | Noticed | Restarted


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note three times over."""
    path = tmp_path_factory.mktemp("worker") / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "2", "-i", str(DEMO), "-c", "copy", str(path))
    subprocess.run(loop, check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def peaceful(note: Path) -> Transcript:
    """What a run comes to that nobody disturbs."""
    outcome = Transcriber.load("demo").transcribe(note, PERSIAN)
    assert isinstance(outcome, Transcript)
    return outcome


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "windows.sqlite3"


@pytest.fixture
def client(journal: Path) -> Iterator[WorkerClient]:
    client = WorkerClient.start("demo", journal=journal)
    yield client
    client.close()


def the_worker() -> psutil.Process:
    """The child that holds the engine."""
    (worker,) = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
    return worker


def follow(client: WorkerClient, job: int, on: Callable[[Message], None] = lambda _: None) -> list[Message]:
    """The job's messages and those of no job, to the job's last one."""
    heard: list[Message] = []
    for message in client.events():
        on(message)
        if isinstance(message, OfNoJob) or message.job == job:
            heard.append(message)
        if isinstance(message, Done | Failed) and message.job == job:
            return heard
    raise AssertionError("the worker was closed")


def written(journal: Path) -> list[tuple[int, float]]:
    """(start in samples, time of writing) of each finished window; none before there is a journal."""
    if not journal.exists():
        return []
    connection = sqlite3.connect(journal)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'windows'").fetchall()
    rows = connection.execute("SELECT start_samples, written FROM windows ORDER BY start_samples") if tables else ()
    times = list(rows)
    connection.close()
    return times


def assert_undisturbed(heard: list[Message], peaceful: Transcript) -> None:
    assert isinstance(heard[-1], Done)
    assert isinstance(heard[-1].outcome, Transcript)
    assert told(heard[-1].outcome.segments) == told(peaceful.segments)
    assert tuple(message.segment for message in heard if isinstance(message, Finished)) == heard[-1].outcome.segments
    done = [message.progress.done for message in heard if isinstance(message, Progressed)]
    assert done == sorted(done)


def told(segments: Sequence[Segment]) -> list[tuple[float, float, str]]:
    """All but probabilities, whose last digits depend on the rows that share a step."""
    return [(segment.start, segment.end, segment.text) for segment in segments]


def killed_once(warnings: list[logging.LogRecord]) -> bool:
    return [record.getMessage() for record in warnings] == ["the engine's process ended with code -9"]


@pytest.mark.parametrize(
    "moment",
    [pytest.param(Hello, marks=pytest.mark.long), pytest.param(Progressed, marks=pytest.mark.long), Finished],
    ids=["loaded", "in a window", "after a segment"],
)
def test_a_killed_worker_is_restarted_and_goes_on(
    client: WorkerClient,
    note: Path,
    peaceful: Transcript,
    journal: Path,
    moment: type[Message],
    caplog: pytest.LogCaptureFixture,
) -> None:
    finished_before: list[list[tuple[int, float]]] = []

    def kill(message: Message) -> None:
        if isinstance(message, moment) and not finished_before:
            the_worker().kill()
            finished_before.append(written(journal))

    heard = follow(client, client.submit(note, PERSIAN), kill)
    assert killed_once(caplog.records)
    caplog.clear()
    assert_undisturbed(heard, peaceful)
    assert [type(message) for message in heard if isinstance(message, Hello | Restarted)] == [Hello, Restarted, Hello]
    assert set(finished_before[0]) <= set(written(journal)), "no finished window is read again"


@pytest.mark.slow
def test_kill_at_fifty_random_moments_changes_no_text(
    client: WorkerClient, note: Path, peaceful: Transcript, journal: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(3)
    follow(client, client.submit(DEMO, PERSIAN))
    began = time.monotonic()
    follow(client, client.submit(note, PERSIAN))
    usual = time.monotonic() - began
    for _ in range(200):
        with Journal(journal) as kept:
            kept.forget(note)
        job = client.submit(note, PERSIAN)
        before: list[list[tuple[int, float]]] = []

        def kill(before: list[list[tuple[int, float]]] = before) -> None:
            the_worker().kill()
            before.append(written(journal))

        timer = threading.Timer(chance.uniform(0.0, usual), kill)
        timer.start()
        heard = follow(client, job)
        timer.cancel()
        timer.join()
        assert_undisturbed(heard, peaceful)
        after = written(journal)
        assert all(row in after for rows in before for row in rows), "no finished window is read again"
        if len(caplog.records) >= 50:
            break
    killed = len(caplog.records)
    caplog.clear()
    assert killed == 50


@pytest.mark.long
def test_two_crashes_on_one_window_fail_the_job_and_the_next_one_runs(
    client: WorkerClient, note: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def kill(message: Message) -> None:
        if isinstance(message, Hello):
            the_worker().kill()

    crashing, following = client.submit(note, PERSIAN), client.submit(DEMO, PERSIAN)
    failed = follow(client, crashing, kill)[-1]
    caplog.clear()
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, EngineCrashed)
    assert failed.error.subject == str(note)
    assert isinstance(follow(client, following)[-1], Done)


def last_messages(
    client: WorkerClient, jobs: set[int], on: Callable[[Message], None] = lambda _: None
) -> list[Done | Failed]:
    """The last message of each job, in the order in which they came."""
    last: list[Done | Failed] = []
    for message in client.events():
        on(message)
        if isinstance(message, Done | Failed) and message.job in jobs:
            last.append(message)
        if len(last) == len(jobs):
            return last
    raise AssertionError("the worker was closed")


def test_a_note_is_done_before_a_file_that_came_first(client: WorkerClient, note: Path, peaceful: Transcript) -> None:
    file = client.submit(note, replace(PERSIAN, urgency=Urgency.FILE))
    short = client.submit(DEMO, replace(PERSIAN, urgency=Urgency.NOTE))
    first, second = last_messages(client, {file, short})
    assert [first.job, second.job] == [short, file]
    assert isinstance(second, Done)
    assert isinstance(second.outcome, Transcript)
    assert told(second.outcome.segments) == told(peaceful.segments)


@pytest.mark.long
def test_of_several_jobs_only_the_one_that_ends_the_worker_fails(
    client: WorkerClient, note: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    poison = tmp_path / "poison.ogg"
    poison.write_bytes(DEMO.read_bytes())
    innocent = {client.submit(note, PERSIAN), client.submit(DEMO, PERSIAN)}
    guilty = client.submit(poison, PERSIAN)

    def kill(message: Message) -> None:
        if isinstance(message, Progressed) and message.job == guilty:
            with suppress(psutil.NoSuchProcess, ValueError):  # it is dead already
                the_worker().kill()

    last = {message.job: message for message in last_messages(client, {*innocent, guilty}, kill)}
    caplog.clear()
    assert isinstance(last[guilty], Failed)
    assert all(isinstance(last[job], Done) for job in innocent)


def test_cancel_is_obeyed_within_a_moment_and_keeps_what_was_finished(client: WorkerClient, note: Path) -> None:
    asked: list[float] = []

    def cancel(message: Message) -> None:
        if isinstance(message, Finished) and not asked:
            client.cancel(message.job)
            asked.append(time.monotonic())

    heard = follow(client, client.submit(note, PERSIAN), cancel)
    assert time.monotonic() - asked[0] < 1.0, "300 ms, and more for a machine that does other things"
    assert isinstance(heard[-1], Done)
    assert isinstance(heard[-1].outcome, Cancelled)
    told = tuple(message.segment for message in heard if isinstance(message, Finished))
    assert heard[-1].outcome.partial.segments == told
    assert told


def test_a_waiting_job_is_cancelled_at_once_and_the_running_one_goes_on(
    client: WorkerClient, note: Path, peaceful: Transcript
) -> None:
    running, waiting = client.submit(note, PERSIAN), client.submit(DEMO, PERSIAN)
    client.cancel(waiting)
    assert follow(client, waiting)[-1] == Done(waiting, Cancelled(Transcript((), 0.0, "fa", 0.0, "")))
    assert_undisturbed(follow(client, running), peaceful)
    client.cancel(running)


@pytest.mark.long
def test_a_worker_that_hears_no_cancel_is_killed(
    client: WorkerClient, note: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stopped: list[psutil.Process] = []

    def stop(message: Message) -> None:
        if isinstance(message, Finished) and not stopped:
            stopped.append(the_worker())
            stopped[0].suspend()
            client.cancel(message.job)

    heard = follow(client, client.submit(note, PERSIAN), stop)
    assert killed_once(caplog.records)
    caplog.clear()
    assert Restarted() not in heard, "it was our wish"
    assert isinstance(heard[-1], Done)
    assert isinstance(heard[-1].outcome, Cancelled)
    assert heard[-1].outcome.partial.segments


def test_a_part_is_made_again_as_without_a_worker(client: WorkerClient, note: Path, peaceful: Transcript) -> None:
    spoilt = replace(peaceful, segments=tuple(replace(each, text="؟", words=()) for each in peaceful.segments))
    part = Excerpt(1.0, 4.0)
    with Transcriber.load("demo") as transcriber:
        expected = transcriber.redo(spoilt, part, source=note, options=PERSIAN)
    last = follow(client, client.redo(spoilt, part, source=note, options=PERSIAN))[-1]
    assert isinstance(last, Done)
    assert isinstance(last.outcome, Transcript)
    assert isinstance(expected, Transcript)
    assert told(last.outcome.segments) == told(expected.segments)
    assert told(last.outcome.segments) != told(spoilt.segments)


@pytest.mark.parametrize("gives_way", [False, True])
def test_a_worker_gives_way_if_that_is_wanted(journal: Path, gives_way: bool) -> None:
    client = WorkerClient.start("demo", journal=journal, gives_way=gives_way)
    next(message for message in client.events() if isinstance(message, Hello))
    assert (the_worker().nice() > psutil.Process().nice()) is gives_way
    client.close()


def test_a_bad_file_fails_alone(client: WorkerClient, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_text("this is no sound", encoding="utf-8")
    jobs = [client.submit(broken), client.submit(DEMO, PERSIAN)]
    failed = follow(client, jobs[0])[-1]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, NotMedia)
    assert failed.error.subject == str(broken)
    assert isinstance(follow(client, jobs[1])[-1], Done)


def test_a_checkpoint_that_cannot_be_loaded_fails_all_jobs(tmp_path: Path, journal: Path) -> None:
    client = WorkerClient.start(tmp_path / "nowhere", journal=journal)
    job = client.submit(DEMO)
    events = client.events()
    messages = [next(events), next(events)]
    assert [message.job for message in messages if isinstance(message, Failed)] == [None, job]
    assert all(isinstance(message, Failed) and isinstance(message.error, ModelMissing) for message in messages)
    client.close()
    assert list(events) == []


@pytest.mark.long
def test_what_the_engine_notices_is_told_once_however_often_the_worker_is_restarted(
    journal: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")  # the child sees no GPU, wherever this runs
    client = WorkerClient.start("demo", engine="torch-cuda", journal=journal)
    killed: list[Message] = []

    def kill(message: Message) -> None:
        if isinstance(message, Hello) and not killed:
            killed.append(message)
            the_worker().kill()

    heard = follow(client, client.submit(DEMO, PERSIAN), kill)
    client.close()
    assert killed_once(caplog.records)
    caplog.clear()
    assert isinstance(heard[-1], Done)
    assert isinstance(heard[-1].outcome, Transcript)
    of_no_job = [message for message in heard if isinstance(message, OfNoJob)]
    assert of_no_job == [Noticed(Notice.GPU_MISSING), Hello("demo"), Restarted(), Hello("demo")]


def test_close_ends_the_worker_in_mid_window(client: WorkerClient, note: Path) -> None:
    client.submit(note, PERSIAN)
    events = client.events()
    next(message for message in events if isinstance(message, Progressed))
    worker = the_worker()
    began = time.monotonic()
    client.close()
    assert time.monotonic() - began < 2.0
    assert not worker.is_running()
    assert all(not isinstance(message, Done) for message in events)


@pytest.mark.long
def test_the_worker_ends_with_its_parent(note: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(PARENT), str(note), str(tmp_path / "windows.sqlite3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as parent:
        assert parent.stdout is not None
        line = parent.stdout.readline()
        worker = psutil.Process(int(line))
        assert worker.is_running()
        parent.kill()
        parent.wait(10)
        gone, alive = psutil.wait_procs([worker], timeout=2.0)
    assert (len(gone), alive) == (1, [])


def test_the_parent_imports_no_engine() -> None:
    code = "import sys, dabir_core.asr.worker; print([n for n in ('openvino', 'torch', 'av') if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "[]"
