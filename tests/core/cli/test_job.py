import threading
import time
from pathlib import Path

from dabir_core.cli.job import CANCEL_GRACE_SECONDS, Crash, Job
from dabir_core.errors import NotMedia
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken, Progress
from dabir_core.transcript import Cancelled, Segment, Transcript
from tests.core.cli.scripted import ScriptedTranscriber, Step, segment, wait_for_cancel

FIRST, SECOND = segment(0, "سلام"), segment(2, "خداحافظ")


def job(*steps: Step) -> Job:
    return Job(ScriptedTranscriber({"note.ogg": list(steps)}), Path("note.ogg"), TranscribeOptions())


def test_segments_come_in_order_and_the_transcript_last() -> None:
    events = list(job(FIRST, SECOND).events())
    assert [event for event in events if isinstance(event, Segment)] == [FIRST, SECOND]
    assert isinstance(events[-1], Transcript)
    assert events[-1].segments == (FIRST, SECOND)
    assert Progress(2, 2) in events


def test_an_error_is_the_last_event() -> None:
    error = NotMedia("note.ogg")
    assert list(job(FIRST, error).events())[-1] is error


def test_an_unforeseen_error_is_not_lost_in_the_thread() -> None:
    error = ZeroDivisionError()
    assert list(job(error).events()) == [Crash(error)]


def test_cancelling_ends_with_what_was_finished() -> None:
    running = job(FIRST, wait_for_cancel, SECOND)
    events = running.events()
    assert next(events) == FIRST
    running.cancel()
    last = list(events)[-1]
    assert isinstance(last, Cancelled)
    assert last.partial.segments == (FIRST,)


def test_a_native_call_that_does_not_end_is_not_waited_for() -> None:
    release = threading.Event()

    def native_call(_cancel: CancelToken) -> None:
        release.wait(30)

    running = job(FIRST, native_call, SECOND)
    events = running.events()
    assert next(events) == FIRST
    running.cancel()
    began = time.monotonic()
    last = list(events)[-1]
    assert time.monotonic() - began < CANCEL_GRACE_SECONDS + 0.3
    assert isinstance(last, Cancelled)
    assert last.partial.segments == (FIRST,)
    assert running.is_stuck
    release.set()


def test_what_came_before_the_deadline_is_kept_however_late_it_is_read() -> None:
    both_came = threading.Event()
    running = job(FIRST, SECOND, lambda _cancel: both_came.set())
    events = running.events()
    assert next(events) == FIRST
    assert both_came.wait(30)
    running.cancel()
    time.sleep(CANCEL_GRACE_SECONDS + 0.1)
    assert SECOND in list(events)
