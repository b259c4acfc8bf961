"""Several files, one after the other: run each, show it, write its files, and go on when one fails."""

import logging
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Self

from dabir_core import formats
from dabir_core.asr.journal import Journal
from dabir_core.cli.job import Crash, Event, Job, StreamsText
from dabir_core.cli.outputs import make_folder, output_file
from dabir_core.cli.reporter import Reporter, drop_standard_output
from dabir_core.cli.warning_notes import summed_up
from dabir_core.errors import DabirError, OutputError
from dabir_core.formats import Kind
from dabir_core.notices import Notice, NoticeCallback
from dabir_core.options import TranscribeOptions
from dabir_core.progress import Progress
from dabir_core.sentences import notice_sentence, sentence, warning_sentence
from dabir_core.transcript import Cancelled, Origin, Segment, Transcript

_LOG = logging.getLogger(__name__)

NO_SPEECH = "no speech was heard in it · گفتاری در آن شنیده نشد"
UNFORESEEN = (
    "an error that we did not foresee; please report it with what `--verbose` prints\n"
    "خطایی پیش آمد که پیش‌بینی نشده بود؛ لطفاً با خروجی ‎--verbose‎ گزارشش کنید"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a batch ended; `stuck` says that a native call is still running and only ending the process ends it."""

    failed: int
    cancelled: bool
    stuck: bool = False

    def __add__(self, later: Self) -> Self:
        """Two batches, one after the other."""
        return replace(later, failed=self.failed + later.failed)


def bilingual(error: DabirError) -> str:
    """The error's sentence in English, then in Persian."""
    return f"{sentence(error, 'en')}\n{sentence(error, 'fa')}"


def bilingual_notice(notice: Notice) -> str:
    """The notice's sentence in English, then in Persian."""
    return f"{notice_sentence(notice, 'en')}\n{notice_sentence(notice, 'fa')}"


def telling(reporter: Reporter) -> NoticeCallback:
    """Notes each notice in both languages."""
    return lambda notice: reporter.note(bilingual_notice(notice))


@contextmanager
def on_interrupt(action: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C calls `action` instead of raising, while the block runs."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        action()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Batch:
    """Transcribes files with one checkpoint and writes each transcript in every kind asked for."""

    def __init__(
        self,
        transcriber: StreamsText,
        reporter: Reporter,
        *,
        kinds: Sequence[Kind],
        journal: Journal | None = None,
        origins: Mapping[Path, Origin] = MappingProxyType({}),
    ) -> None:
        self._journal = journal
        self._origins = origins
        self._transcriber = transcriber
        self._reporter = reporter
        self._kinds = tuple(kinds)
        self._job: Job | None = None
        self._is_stopped = False

    def run(
        self,
        stems: dict[Path, Path],
        options: TranscribeOptions,
        *,
        finished: Callable[[Path], None] = lambda _source: None,
    ) -> Outcome:
        """Runs every source of `stems` (source → output path without suffix); `finished` hears of each whole text.

        Stops at Ctrl-C, whenever it comes, and when standard output takes no more text.
        """
        failed = 0
        with on_interrupt(self._stop):
            for number, (source, stem) in enumerate(stems.items(), start=1):
                job = self._job = Job(self._transcriber, source, options, journal=self._journal)
                place = f"[{number}/{len(stems)}] " if len(stems) > 1 else ""
                self._reporter.begin(source.name, place=place)
                outcome = self._follow(job)
                self._reporter.end()
                went_well = self._conclude(outcome, source, stem)
                failed += not went_well
                if went_well and isinstance(outcome, Transcript):
                    finished(source)
                if self._is_stopped:
                    return Outcome(failed, cancelled=True, stuck=job.is_stuck)
        return Outcome(failed, cancelled=False)

    def _stop(self) -> None:
        self._is_stopped = True
        if self._job is not None:
            self._job.cancel()

    def _follow(self, job: Job) -> Event:
        events = job.events()
        try:
            return self._show(events)
        except OSError as cause:  # standard output: nobody reads it any more (`| head`), or its disk is full
            drop_standard_output()
            self._stop()
            *_, outcome = events
            if not isinstance(cause, BrokenPipeError):
                self._reporter.note(bilingual(OutputError("stdout", detail=str(cause))))
            return outcome

    def _show(self, events: Iterator[Event]) -> Event:
        for event in events:
            if isinstance(event, Segment):
                self._reporter.show(event)
            elif isinstance(event, Progress):
                self._reporter.advance(event)
        return event

    def _conclude(self, outcome: Event, source: Path, stem: Path) -> bool:
        """Writes or reports the outcome; whether the file went well."""
        try:
            match outcome:
                case Transcript():
                    self._finish(self._with_origin(outcome, source), source, stem)
                case Cancelled(partial):
                    self._warn(partial, source)
                    self._write(self._with_origin(partial, source), stem, partial=True)
                case DabirError():
                    raise outcome
                case Crash(error):
                    _LOG.error("transcription failed", exc_info=error)
                    self._reporter.note(f"{source.name}: {UNFORESEEN}")
                    return False
        except DabirError as error:
            self._reporter.note(bilingual(error))
            return False
        return True

    def _with_origin(self, transcript: Transcript, source: Path) -> Transcript:
        return replace(transcript, origin=self._origins.get(source))

    def _warn(self, transcript: Transcript, source: Path) -> None:
        for warning in summed_up(transcript.warnings):
            self._reporter.note(f"{source.name}: {warning_sentence(warning, 'en')}\n{warning_sentence(warning, 'fa')}")

    def _finish(self, transcript: Transcript, source: Path, stem: Path) -> None:
        self._warn(transcript, source)
        if not transcript.segments:
            self._reporter.note(f"{source.name}: {NO_SPEECH}")
        self._write(transcript, stem)
        if self._journal is not None and not self._is_stopped:
            self._journal.forget(source)

    def _write(self, transcript: Transcript, stem: Path, *, partial: bool = False) -> None:
        if self._kinds:
            make_folder(stem.parent)
        for kind in self._kinds:
            path = output_file(stem, kind, partial=partial)
            formats.write(transcript, path, kind=kind)
            self._reporter.note(f"→ {path}")
