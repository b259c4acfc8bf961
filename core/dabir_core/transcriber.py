"""The only orchestrator: a recording goes in, segments come out as they are finished, a transcript at the end.

    open_audio ─► Listening ─► Readings (WindowReader ─► Scheduler) ─► segments ─► display rules

Only one block of sound, a dozen windows and the text are in memory at any time, however long the recording is.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.cost_table import CostTable
from dabir_core.asr.engines.engine import Engine
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.asr.journal import Journal
from dabir_core.asr.journalled_reading import JournalledReader
from dabir_core.asr.language_tracking import LanguageTracker
from dabir_core.asr.listening import Listening
from dabir_core.asr.live_reading import LiveReader
from dabir_core.asr.reading_ahead import READ_AHEAD, Readings, ReadsWindow
from dabir_core.asr.redo import Excerpt, excerpt_around, replaced
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.shown import shown
from dabir_core.asr.stitch import Stitcher
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.audio import Decoding, DecodingPart, LostAudio, open_audio
from dabir_core.errors import OptionError
from dabir_core.loading import load_parts
from dabir_core.models import earned_lengths
from dabir_core.notices import NoticeCallback
from dabir_core.options import TranscribeOptions, Urgency
from dabir_core.paths import cache_folder
from dabir_core.progress import CancelToken, Progress, ProgressCallback
from dabir_core.speech import SileroRunner, SileroVad
from dabir_core.transcript import Cancelled, Segment, Transcript, TranscriptWarning, WarningKind
from dabir_core.units import Seconds

_LONGEST_NOTE: Seconds = 60.0
"""Recordings of up to this length are taken for notes, whose sender waits."""
_MOST_MISSING: Seconds = 1.0
"""Two decoders, or a copy in another format, end a recording so far apart at most; more and it is another recording."""


class Transcriber:
    """One loaded checkpoint, ready for any number of recordings; may be called from many threads at once.

    `close`, or leaving it as a context manager, frees the engine's thread; so does forgetting the object.
    """

    def __init__(
        self,
        engine: Engine,
        checkpoint: Checkpoint,
        *,
        silero: SileroRunner,
        costs: CostTable | None = None,
        lengths: InputLengths | None = None,
    ) -> None:
        """Owns the engine; `costs` is what was measured of it before.

        `lengths` are the inputs that the encoder may be given, whatever was earned; None gives whole windows only.
        """
        self._scheduler = Scheduler(engine, checkpoint, costs=costs)
        self._silero = silero
        self._lengths = lengths

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @classmethod
    def load(cls, model: str | Path, *, engine: str = "auto", tell: NoticeCallback = lambda _: None) -> Self:
        """Loads a checkpoint's folder, an installed one by its name, or «demo»; short windows are read as it earned.

        `tell` hears what to know of the engine, now or while it works, in whatever thread that is.

        Raises: ModelError (missing, incomplete, corrupt, unsupported, no engine, memory), OptionError for the engine.
        """
        loaded = load_parts(model, engine=engine, tell=tell)
        costs = CostTable.of(cache_folder(), loaded.checkpoint.dimensions, engine=loaded.engine.name)
        lengths = earned_lengths(loaded.checkpoint, loaded.engine.name)
        return cls(loaded.engine, loaded.checkpoint, silero=loaded.silero, costs=costs, lengths=lengths)

    @property
    def model(self) -> str:
        """The checkpoint's name."""
        return self._scheduler.checkpoint.name

    def close(self) -> None:
        """Ends the engine's thread; jobs under way fail. Calling it again changes nothing."""
        self._scheduler.close()

    def transcribe(
        self,
        source: Path,
        options: TranscribeOptions | None = None,
        *,
        progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        journal: Journal | None = None,
    ) -> Transcript | Cancelled:
        """The whole recording's transcript; without segments if nobody speaks.

        Raises: AudioError, OptionError, ModelMemory, CheckpointCorrupt (weights that give no numbers).
        """
        stream = self.stream(source, options, progress=progress, cancel=cancel, journal=journal)
        for _ in stream:
            pass
        return stream.outcome()

    def stream(
        self,
        source: Path,
        options: TranscribeOptions | None = None,
        *,
        progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        journal: Journal | None = None,
    ) -> "TranscriptStream":
        """Segments as they are finished; no sound is read before the first one is asked for.

        Several windows are read at once, unless `options.urgency` is LIVE. What is not iterated to its end is stopped.

        With a journal, windows that an earlier run finished are taken from it and new ones are kept in it, until the
        caller has stored the outcome and says `journal.forget(source)`.

        Raises: what `transcribe` raises; OptionError at once, AudioError while it is iterated.
        """
        reader = self._reader(options)
        read = reader.read if journal is None else JournalledReader(reader, journal, source=source).read
        return TranscriptStream(_Job(source, reader, read, self._silero), progress=progress, cancel=cancel)

    def live(self, options: TranscribeOptions | None = None) -> LiveReader:
        """What reads the utterances of one recording while it is made (see `record.LiveText`), words' times included.

        Raises: OptionError.
        """
        return LiveReader(self._reader(replace(options or TranscribeOptions(), words=True)), self._silero)

    def _reader(self, options: TranscribeOptions | None) -> WindowReader:
        scheduler = self._scheduler
        return WindowReader(scheduler, scheduler.checkpoint, options or TranscribeOptions(), lengths=self._lengths)

    def redo(
        self,
        transcript: Transcript,
        part: Excerpt,
        *,
        source: Path,
        options: TranscribeOptions | None = None,
        cancel: CancelToken | None = None,
    ) -> Transcript | Cancelled:
        """The transcript of `source` with a part made again by this checkpoint and these options, and the rest kept.

        The part reaches to a silence nearby on both sides. Who made the transcript does not matter. If it is cancelled,
        the transcript is as it was.

        Raises: what `transcribe` raises; OptionError for a part that does not lie in the recording, or another source.
        """
        excerpt = excerpt_around(transcript, part)
        reader = self._reader(options)
        stream = TranscriptStream(_Job(source, reader, reader.read, self._silero, excerpt), cancel=cancel)
        for _ in stream:
            pass
        again = stream.outcome()
        if isinstance(again, Cancelled):
            return Cancelled(transcript)
        if again.duration < excerpt.end - excerpt.start - _MOST_MISSING:
            raise OptionError(f"{source.name} (shorter than its transcript)")
        return replaced(transcript, again, excerpt)


@dataclass(frozen=True, slots=True)
class _Job:
    """A recording, or a part of one, and what it is read with.

    `read` stands in for `reader.read` where windows may be finished.
    """

    source: Path
    reader: WindowReader
    read: ReadsWindow
    silero: SileroRunner
    part: Excerpt | None = None

    def open(self) -> Decoding | DecodingPart:
        """The sound; to be used in a `with` statement. Raises: AudioError."""
        decoding = open_audio(self.source)
        return decoding if self.part is None else DecodingPart(decoding, start=self.part.start, end=self.part.end)

    def urgency(self, duration: Seconds | None) -> Urgency:
        """What was asked for, or what follows from the length that the container tells."""
        if self.reader.options.urgency is not None:
            return self.reader.options.urgency
        return Urgency.NOTE if duration is not None and duration <= _LONGEST_NOTE else Urgency.FILE


class TranscriptStream:
    """A transcription under way; iterated once. `outcome` is its end, or what there is so far."""

    def __init__(
        self, job: _Job, *, progress: ProgressCallback | None = None, cancel: CancelToken | None = None
    ) -> None:
        self._job = job
        self._report = progress or _ignore
        self._cancel = cancel or CancelToken()
        self._stitcher = Stitcher(job.reader.options)
        self._finished: list[Segment] = []
        self._reached: Seconds = 0.0
        self._heard: Seconds = 0.0
        self._decoding: Decoding | DecodingPart | None = None
        self._segments = self._run()

    def __iter__(self) -> Iterator[Segment]:
        """The segments in order of time."""
        return self._segments

    def outcome(self) -> Transcript | Cancelled:
        """The transcript, or what was finished when the job was asked to stop."""
        lost = () if self._decoding is None else self._decoding.lost
        transcript = Transcript(
            segments=tuple(self._finished),
            duration=self._heard,
            language=self._stitcher.language,
            language_probability=self._stitcher.language_probability,
            model=self._job.reader.checkpoint.name,
            warnings=(*map(_audio_lost, lost), *self._stitcher.warnings),
        )
        return Cancelled(transcript) if self._cancel.is_cancelled else transcript

    def _run(self) -> Iterator[Segment]:
        stop = CancelToken()  # of this job's windows alone: the caller's token is not ours to raise
        with self._cancel.calling(stop.cancel), self._job.open() as decoding, ExitStack() as attended:
            self._decoding = decoding
            urgency = self._job.urgency(decoding.duration)
            attended.enter_context(self._job.reader.scheduler.attending(urgency))
            languages = LanguageTracker(self._job.reader.options.candidates)
            readings = Readings(self._job.read, urgency=urgency, cancel=stop, languages=languages)
            read_ahead = 1 if urgency is Urgency.LIVE else READ_AHEAD
            try:
                for result in self._results(decoding, readings, read_ahead=read_ahead):
                    yield from self._finish(result)
                    self._advance(result.end, decoding.duration)
            finally:
                stop.cancel()  # an error, or nobody iterates on
        if not self._cancel.is_cancelled:
            self._report(Progress(self._heard, self._heard))

    def _results(
        self, decoding: Decoding | DecodingPart, readings: Readings, *, read_ahead: int
    ) -> Iterator[WindowResult]:
        """The windows' results in order, as they come; none after the job was asked to stop."""
        listening = Listening(SileroVad(self._job.silero), self._job.reader, read_ahead=read_ahead)
        for block in decoding:
            if self._cancel.is_cancelled:
                return
            readings.begin(listening.push(block))
            self._heard = listening.heard
            for result in readings.results(left=listening.most_under_way):
                listening.tell(result)
                yield result
            if not readings:
                self._advance(listening.settled, decoding.duration)
        if self._cancel.is_cancelled:  # in the last block: results are lacking that the end would count on
            return
        readings.begin(listening.finish())
        yield from readings.results(left=0)

    def _advance(self, done: Seconds, duration: Seconds | None) -> None:
        """Reports progress if there is some; the container's length counts until we are past it."""
        if done > self._reached:
            self._reached = done
            self._report(Progress(done, None if duration is None else max(duration, done)))

    def _finish(self, result: WindowResult) -> Iterator[Segment]:
        for segment in self._stitcher.add(result):
            self._finished.append(shown(segment, self._job.reader.options))
            yield self._finished[-1]


def _ignore(_progress: Progress) -> None:
    """Nobody asked for progress."""


def _audio_lost(place: LostAudio) -> TranscriptWarning:
    return TranscriptWarning(WarningKind.AUDIO_LOST, place.start, place.start, place.duration)
