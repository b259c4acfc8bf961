"""The engine's signals with a fake worker client; the real one runs in `test_work_queue_real`."""

import logging
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core import TranscribeOptions
from dabir_core.asr import Excerpt, Hello, Noticed, Redo, Restarted
from dabir_core.errors import DabirError, ModelMissing, NotMedia
from dabir_core.notices import Notice
from dabir_desktop.engine import Engine
from dabir_desktop.workers import Work
from tests.desktop.work_room import FakeWorker, FakeWorkers, segment, transcript

A, B = Path("/a.ogg"), Path("/b.ogg")
PERSIAN = TranscribeOptions(language="fa")


@pytest.fixture
def heard(engine: Engine) -> list[tuple[object, ...]]:
    """Every signal with what it carries, in the order of their coming."""
    told: list[tuple[object, ...]] = []
    for name in ("progressed", "segment_came", "finished", "failed", "cancelled", "restarted", "ready", "noticed"):
        getattr(engine, name).connect(lambda *carried, name=name: told.append((name, *carried)))
    return told


def begun(engine: Engine, workers: FakeWorkers, qtbot: QtBot, *works: Work) -> tuple[FakeWorker, list[int]]:
    jobs = [engine.submit(work) for work in works]
    qtbot.waitUntil(lambda: sum(len(worker.submitted) for worker in workers.started) == len(works))
    return workers.started[-1], jobs


def test_a_job_is_told_from_its_first_window_to_its_transcript(
    engine: Engine, workers: FakeWorkers, heard: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    worker, (job,) = begun(engine, workers, qtbot, Work(A, "demo", PERSIAN))
    assert (worker.model, worker.submitted) == ("demo", [(1, A, PERSIAN)])
    worker.say(Hello("demo"))
    worker.advance(1, 10.0)
    worker.hear(1, segment("سلام"))
    worker.finish(1, transcript("سلام"))
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard[0] == ("ready", "demo")
    assert [told[:2] for told in heard[1:]] == [("progressed", job), ("segment_came", job), ("finished", job)]
    assert heard[2][2] == segment("سلام")
    assert heard[3][2] == transcript("سلام")


def test_a_part_of_a_transcript_is_made_again(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    redo = Redo(transcript("یک", "دو"), Excerpt(0.0, 1.0))
    worker, (job,) = begun(engine, workers, qtbot, Work(A, "large", PERSIAN, redo))
    assert worker.redone == [(redo.transcript, redo.part)]
    with qtbot.waitSignal(engine.finished) as finished:
        worker.finish(1, transcript("یک!", "دو"))
    assert finished.args == [job, transcript("یک!", "دو")]


def test_signals_come_in_the_windows_thread(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    threads: list[int] = []
    engine.finished.connect(lambda _job, _transcript: threads.append(threading.get_ident()))
    worker, _ = begun(engine, workers, qtbot, Work(A, "demo"))
    worker.finish(1)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.get_ident()]


def test_jobs_of_one_model_share_a_worker(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    worker, jobs = begun(engine, workers, qtbot, Work(A, "demo"), Work(B, "demo"))
    assert len(set(jobs)) == 2
    with qtbot.waitSignal(engine.finished) as finished:
        worker.finish(2)
    assert finished.args is not None
    assert finished.args[0] == jobs[1]


def test_another_model_takes_the_place_of_one_that_runs_nothing(
    engine: Engine, workers: FakeWorkers, qtbot: QtBot
) -> None:
    first, _ = begun(engine, workers, qtbot, Work(A, "small"))
    with qtbot.waitSignal(engine.finished):
        first.finish(1)
    engine.submit(Work(B, "large"))
    qtbot.waitUntil(lambda: len(workers.started) == 2)
    assert first.is_closed
    assert not workers.started[1].is_closed


def test_a_model_that_still_works_is_left_alone(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    begun(engine, workers, qtbot, Work(A, "small"), Work(B, "large"))
    small, large = workers.started
    assert not small.is_closed
    with qtbot.waitSignals([engine.finished, engine.finished]):
        small.finish(1)
        large.finish(1)


def test_a_model_that_nobody_asks_for_gives_its_memory_back(
    workers: FakeWorkers, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabir_desktop.engine.REST_AFTER_MS", 30)
    engine = Engine(workers)
    worker, _ = begun(engine, workers, qtbot, Work(A, "demo"))
    qtbot.wait(60)
    assert not worker.is_closed, "it is at work"
    with qtbot.waitSignal(engine.finished):
        worker.finish(1)
    qtbot.waitUntil(lambda: worker.is_closed)
    engine.prepare("demo")
    qtbot.waitUntil(lambda: len(workers.started) == 2)
    qtbot.waitUntil(lambda: workers.started[1].is_closed)
    engine.close()


def test_a_model_is_loaded_before_it_is_asked_for(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    engine.prepare("demo")
    qtbot.waitUntil(lambda: bool(workers.started))
    begun(engine, workers, qtbot, Work(A, "demo"))
    assert len(workers.started) == 1


def test_cancelled_is_the_last_word_of_a_cancelled_job(
    engine: Engine, workers: FakeWorkers, heard: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    worker, (job,) = begun(engine, workers, qtbot, Work(A, "demo"))
    engine.cancel(job)
    qtbot.waitUntil(lambda: bool(heard))
    worker.hear(1, segment("دیر"))
    qtbot.wait(20)
    assert heard == [("cancelled", job)]
    engine.cancel(job)
    qtbot.wait(20)
    assert worker.cancelled == [1]


def test_a_job_that_fails_says_why_and_the_others_go_on(
    engine: Engine, workers: FakeWorkers, heard: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    worker, (bad, good) = begun(engine, workers, qtbot, Work(A, "demo"), Work(B, "demo"))
    error = NotMedia(str(A))
    worker.fail(1, error)
    worker.finish(2)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [("failed", bad, error), ("finished", good, transcript("سلام"))]


def test_a_model_that_cannot_be_loaded_fails_each_job_once(
    engine: Engine, workers: FakeWorkers, heard: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    worker, (job,) = begun(engine, workers, qtbot, Work(A, "gone"))
    error = ModelMissing("gone")
    worker.fail(None, error)
    worker.fail(1, error)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("failed", job, error)]


def test_a_restart_and_a_notice_are_told(
    engine: Engine, workers: FakeWorkers, heard: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    worker, _ = begun(engine, workers, qtbot, Work(A, "demo"))
    worker.say(Restarted())
    worker.say(Noticed(Notice.GPU_MISSING))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [("restarted",), ("noticed", Notice.GPU_MISSING)]


def test_a_worker_that_cannot_be_started_fails_the_job(
    engine: Engine,
    workers: FakeWorkers,
    heard: list[tuple[object, ...]],
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    workers.refuses = OSError("no process can be made")
    job = engine.submit(Work(A, "demo"))
    qtbot.waitUntil(lambda: bool(heard))
    assert [told[:2] for told in heard] == [("failed", job)]
    assert isinstance(heard[0][2], DabirError)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    caplog.clear()


def test_the_window_does_not_wait_for_a_client_that_is_busy(qapp: QApplication, qtbot: QtBot) -> None:
    gate = threading.Event()

    class Slow(FakeWorkers):
        def __call__(self, model: str) -> FakeWorker:
            assert gate.wait(20)
            return super().__call__(model)

    workers = Slow()
    engine = Engine(workers)
    job = engine.submit(Work(A, "demo"))  # returns though the client does not
    engine.cancel(job)
    gate.set()
    with qtbot.waitSignal(engine.cancelled):
        pass
    engine.close()


def test_nothing_is_told_after_close(
    engine: Engine, workers: FakeWorkers, heard: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    worker, _ = begun(engine, workers, qtbot, Work(A, "demo"))
    worker.hear(1, segment("سلام"))
    engine.close()
    qtbot.wait(20)
    assert worker.is_closed
    assert heard == []
