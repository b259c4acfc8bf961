from pathlib import Path

from dabir_core.asr.messages import (
    Done,
    Failed,
    Finished,
    Listen,
    LiveOver,
    LiveTold,
    Progressed,
    Redo,
    Said,
    Submit,
)
from dabir_core.asr.redo import Excerpt
from dabir_core.asr.worker_jobs import LiveJob, WorkerJob
from dabir_core.errors import EngineCrashed
from dabir_core.options import TranscribeOptions
from dabir_core.progress import Progress
from dabir_core.record import FinalUtterance, LiveUpdate
from dabir_core.transcript import Cancelled, Segment, Transcript


def job() -> WorkerJob:
    return WorkerJob(Submit(1, Path("note.ogg"), TranscribeOptions(language="fa")))


def finished(start: float) -> Finished:
    return Finished(1, Segment(start, start + 1, f"text {start}", "fa"))


def progressed(done: float) -> Progressed:
    return Progressed(1, Progress(done, 60.0))


def test_a_restarted_worker_tells_nothing_twice() -> None:
    running = job()
    told: list[Said] = [finished(0), progressed(10), finished(12), progressed(20)]
    assert all(running.is_news(message) for message in told)
    assert not running.crashed(alone=True)
    running.begin_anew()
    assert [running.is_news(message) for message in told] == [False, False, False, True]
    assert running.is_news(finished(22))
    assert running.is_news(running.stopped("small"))


def test_two_crashes_on_one_window_are_told_from_two_crashes() -> None:
    running = job()
    for done in (0.0, 10.0, 20.0, 15.0):
        running.is_news(progressed(done))
        assert not running.crashed(alone=True)
        running.begin_anew()
    running.is_news(progressed(10.0))
    assert running.crashed(alone=True)


def test_a_crash_before_anything_was_finished_counts_as_one_on_the_first_window() -> None:
    running = job()
    assert not running.crashed(alone=True)
    running.begin_anew()
    assert running.crashed(alone=True)


def test_a_crash_in_company_blames_nobody_but_makes_a_suspect() -> None:
    running = job()
    running.is_begun = running.is_told = True
    running.is_news(progressed(10.0))
    assert not running.crashed(alone=False)
    running.begin_anew()
    assert (running.is_suspect, running.is_told, running.is_begun) == (True, False, False)
    running.is_news(progressed(10.0))
    assert running.is_suspect
    assert not running.crashed(alone=False)
    running.begin_anew()
    running.is_news(progressed(10.0))
    assert running.crashed(alone=True)


def test_a_suspect_is_cleared_when_it_comes_past_the_place() -> None:
    running = job()
    running.is_news(progressed(10.0))
    running.crashed(alone=False)
    running.begin_anew()
    for done, is_suspect in ((5.0, True), (10.0, True), (20.0, False)):
        running.is_news(progressed(done))
        assert running.is_suspect is is_suspect


def test_a_job_whose_end_nobody_tells_keeps_what_was_told() -> None:
    running = job()
    assert running.stopped("small") == Done(1, Cancelled(Transcript((), 0.0, "fa", 0.0, "small")))
    first = finished(3)
    running.is_news(first)
    running.crashed(alone=True)
    running.begin_anew()
    running.is_news(first)
    assert running.stopped("small") == Done(1, Cancelled(Transcript((first.segment,), 4.0, "fa", 1.0, "small")))


def live_told(*ends: float) -> LiveTold:
    utterances = tuple(FinalUtterance(end - 1, end, (), 0, 0.0) for end in ends)
    return LiveTold(1, LiveUpdate(utterances, (), (), "fa", 9.0, 0.5, is_by_utterance=False))


def test_live_text_goes_on_after_the_last_ended_utterance() -> None:
    live = LiveJob(1, TranscribeOptions())
    assert live.submit == Listen(1, TranscribeOptions(), 0.0)
    assert all(live.is_news(message) for message in (live_told(2.0, 5.5), live_told()))
    assert not live.crashed(alone=True)
    live.begin_anew()
    assert live.submit == Listen(1, TranscribeOptions(), 5.5)
    assert live.stopped("small") == LiveOver(1)


def test_live_text_that_crashes_twice_on_one_utterance_is_to_blame() -> None:
    live = LiveJob(1, TranscribeOptions())
    assert not live.crashed(alone=True)
    live.is_news(live_told(4.0))
    assert not live.is_suspect
    assert not live.crashed(alone=True)
    assert live.crashed(alone=True)
    last = live.blamed()
    assert isinstance(last, Failed)
    assert isinstance(last.error, EngineCrashed)


def test_a_redo_that_nobody_can_tell_the_end_of_leaves_the_transcript_as_it_was() -> None:
    before = Transcript((Segment(0.0, 1.0, "text", "fa"),), 60.0, "fa", 1.0, "small")
    running = WorkerJob(Submit(1, Path("note.ogg"), TranscribeOptions(), Redo(before, Excerpt(0.0, 1.0))))
    assert running.stopped("large") == Done(1, Cancelled(before))
