"""One transcription in a thread of its own, its events read by the main thread.

Signals reach Python only between two native calls, and encoding a window of a large checkpoint can take seconds. With
the work in another thread the main thread is always free: Ctrl-C calls `Job.cancel`, the work gets a moment to end, and
what had come by then is kept whether or not the native call has ended.
"""

import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dabir_core.asr.journal import Journal
from dabir_core.errors import DabirError
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken, Progress, ProgressCallback
from dabir_core.transcript import Cancelled, Segment, Transcript

CANCEL_GRACE_SECONDS = 0.7
_POLL_SECONDS = 0.1


class SegmentStream(Protocol):
    """A transcription under way."""

    def __iter__(self) -> Iterator[Segment]:
        """The segments, as they are finished; once."""

    def outcome(self) -> Transcript | Cancelled:
        """What it came to, after the last segment."""


class StreamsText(Protocol):
    """What a job needs of `Transcriber`."""

    @property
    def model(self) -> str:
        """The checkpoint's name."""

    def stream(
        self,
        source: Path,
        options: TranscribeOptions,
        *,
        progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        journal: Journal | None = None,
    ) -> SegmentStream:
        """Starts a transcription; nothing is read before the first segment is asked for."""


@dataclass(frozen=True, slots=True)
class Crash:
    """An error that nobody foresaw; the edge logs and reports it."""

    error: Exception


Event = Segment | Progress | Transcript | Cancelled | DabirError | Crash


class Job:
    """Runs one file; `events` ends with a Transcript, a Cancelled or an error. It runs once."""

    def __init__(
        self, transcriber: StreamsText, source: Path, options: TranscribeOptions, *, journal: Journal | None = None
    ) -> None:
        self._journal = journal
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._cancel = CancelToken()
        self._transcriber, self._source, self._options = transcriber, source, options
        self._finished: list[Segment] = []
        self._deadline: float | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="transcription")

    @property
    def is_stuck(self) -> bool:
        """Whether the thread outlived its cancelling: only ending the process ends it."""
        return self._cancel.is_cancelled and self._thread.is_alive()

    def cancel(self) -> None:
        """Asks the work to stop, and sets the moment after which nobody waits for it; safe in a signal handler."""
        self._cancel.cancel()
        if self._deadline is None:
            self._deadline = time.monotonic() + CANCEL_GRACE_SECONDS

    def events(self) -> Iterator[Event]:
        """Starts the job and gives its events as they come, to the outcome that ends them."""
        self._thread.start()
        while True:
            event = self._next()
            yield event
            if not isinstance(event, Segment | Progress):
                return

    def _next(self) -> Event:
        while True:
            try:
                event = self._events.get(timeout=_POLL_SECONDS)
            except queue.Empty:  # only then: what came before the deadline is kept, however late it is read
                if self._deadline is not None and time.monotonic() >= self._deadline:
                    return self._what_is_finished()
                continue
            if isinstance(event, Segment):
                self._finished.append(event)
            return event

    def _what_is_finished(self) -> Cancelled:
        language = self._options.language or ""
        return Cancelled.after(self._finished, model=self._transcriber.model, language=language)

    def _run(self) -> None:
        try:
            stream = self._transcriber.stream(
                self._source, self._options, progress=self._events.put, cancel=self._cancel, journal=self._journal
            )
            for segment in stream:
                self._events.put(segment)
            self._events.put(stream.outcome())
        except DabirError as error:
            self._events.put(error)
        except Exception as error:  # the thread's outermost edge: nothing may die in silence
            self._events.put(Crash(error))
