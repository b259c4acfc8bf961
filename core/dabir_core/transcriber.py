"""The only orchestrator: a recording goes in, segments come out as they are finished, a transcript at the end.

    open_audio ─► Windower ─► WindowReader ─► segments ─► display rules

Only one block of sound, one window and the text are in memory at any time, however long the recording is.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import load_engine
from dabir_core.asr.engines.engine import Engine
from dabir_core.asr.journal import Journal
from dabir_core.asr.journalled_reading import JournalledReader
from dabir_core.asr.stitch import Stitcher
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.audio import Decoding, LostAudio, open_audio
from dabir_core.models import locate
from dabir_core.options import Task, TranscribeOptions
from dabir_core.progress import CancelToken, Progress, ProgressCallback
from dabir_core.speech import (
    SileroRunner,
    SileroVad,
    SpeechDensity,
    SpeechProbabilities,
    Window,
    Windower,
    load_silero,
)
from dabir_core.text import mend_segment
from dabir_core.transcript import Cancelled, Segment, Transcript, TranscriptWarning, WarningKind
from dabir_core.units import Seconds, Waveform, to_samples, to_seconds


class Transcriber:
    """One loaded checkpoint, ready for any number of recordings."""

    def __init__(self, engine: Engine, checkpoint: Checkpoint, *, silero: SileroRunner) -> None:
        self._engine = engine
        self._checkpoint = checkpoint
        self._silero = silero

    @classmethod
    def load(cls, model: str | Path, *, engine: str = "auto") -> Self:
        """Loads a checkpoint's folder, an installed one by its name, or «demo».

        Raises: ModelError (missing, incomplete, corrupt, unsupported, no engine, memory), OptionError for the engine.
        """
        checkpoint = load_checkpoint(locate(model))
        return cls(load_engine(checkpoint, engine=engine), checkpoint, silero=load_silero())

    @property
    def model(self) -> str:
        """The checkpoint's name."""
        return self._checkpoint.name

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

        With a journal, windows that an earlier run finished are taken from it and new ones are kept in it, until the
        caller has stored the outcome and says `journal.forget(source)`.

        Raises: what `transcribe` raises; OptionError at once, AudioError while it is iterated.
        """
        reader = WindowReader(self._engine, self._checkpoint, options or TranscribeOptions())
        read = reader.read if journal is None else JournalledReader(reader, journal, source=source).read
        listening = Listening(SileroVad(self._silero), reader, read=read)
        return TranscriptStream(source, listening, progress=progress, cancel=cancel)


ReadsWindow = Callable[[Window, CancelToken], WindowResult | None]


class Listening:
    """One recording's sound on its way to text: cut into windows as long as the speaker's density allows, and read."""

    def __init__(self, vad: SpeechProbabilities, reader: WindowReader, *, read: ReadsWindow | None = None) -> None:
        """`read` stands in for `reader.read` where windows may be finished already."""
        self.reader = reader
        self._read = read or reader.read
        self._heard_samples = 0
        self._density = SpeechDensity()
        self._windower = Windower(vad, self._limit_samples())

    @property
    def heard(self) -> Seconds:
        """How much sound came in so far."""
        return to_seconds(self._heard_samples)

    @property
    def settled(self) -> Seconds:
        """Up to where the recording is read or silent, once the windows that were given are read."""
        return to_seconds(self._windower.settled_samples)

    def push(self, block: Waveform) -> list[Window]:
        """Hears more sound; gives the windows that it completes."""
        self._heard_samples += block.size
        return self._windower.push(block)

    def finish(self) -> list[Window]:
        """What is left at the recording's end."""
        return self._windower.finish()

    def read(self, window: Window, cancel: CancelToken) -> WindowResult | None:
        """The window's text, measured for its density as well; None if it was cancelled."""
        result = self._read(window, cancel)
        if result is not None:
            start, end = result.speech
            self._density = self._density.measured(len(result.hypothesis.tokens), end - start)
            self._windower.limit_samples = self._limit_samples()
        return result

    def _limit_samples(self) -> int:
        longest = to_seconds(self.reader.checkpoint.dimensions.window_samples)
        return to_samples(self._density.window_limit(self.reader.token_cap, longest=longest))


class TranscriptStream:
    """A transcription under way; iterated once. `outcome` is its end, or what there is so far."""

    def __init__(
        self,
        source: Path,
        listening: Listening,
        *,
        progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._source = source
        self._listening = listening
        self._report = progress or _ignore
        self._cancel = cancel or CancelToken()
        self._stitcher = Stitcher(listening.reader.options)
        self._finished: list[Segment] = []
        self._reached: Seconds = 0.0
        self._decoding: Decoding | None = None
        self._segments = self._run()

    def __iter__(self) -> Iterator[Segment]:
        """The segments in order of time."""
        return self._segments

    def outcome(self) -> Transcript | Cancelled:
        """The transcript, or what was finished when the job was asked to stop."""
        lost = () if self._decoding is None else self._decoding.lost
        transcript = Transcript(
            segments=tuple(self._finished),
            duration=self._listening.heard,
            language=self._stitcher.language,
            language_probability=self._stitcher.language_probability,
            model=self._listening.reader.checkpoint.name,
            warnings=(*map(_audio_lost, lost), *self._stitcher.warnings),
        )
        return Cancelled(transcript) if self._cancel.is_cancelled else transcript

    def _run(self) -> Iterator[Segment]:
        with open_audio(self._source) as decoding:
            self._decoding = decoding
            for window in self._windows(decoding):
                result = self._listening.read(window, self._cancel)
                if result is None:
                    return
                yield from self._finish(result)
                self._advance(window.end, decoding.duration)
        if not self._cancel.is_cancelled:
            self._report(Progress(self._listening.heard, self._listening.heard))

    def _advance(self, done: Seconds, duration: Seconds | None) -> None:
        """Reports progress if there is some; the container's length counts until we are past it."""
        if done > self._reached:
            self._reached = done
            self._report(Progress(done, None if duration is None else max(duration, done)))

    def _windows(self, decoding: Decoding) -> Iterator[Window]:
        """Windows as soon as their end is decided; none after the job was asked to stop."""
        for block in decoding:
            if self._cancel.is_cancelled:
                return
            yield from self._listening.push(block)
            self._advance(self._listening.settled, decoding.duration)
        yield from self._listening.finish()

    def _finish(self, result: WindowResult) -> Iterator[Segment]:
        options = self._listening.reader.options
        for segment in self._stitcher.add(result):
            is_foreign = options.task is Task.TRANSLATE  # English text of Persian speech is not Persian to be mended
            shown = segment if is_foreign else mend_segment(segment, options.display)
            self._finished.append(shown)
            yield shown


def _ignore(_progress: Progress) -> None:
    """Nobody asked for progress."""


def _audio_lost(place: LostAudio) -> TranscriptWarning:
    return TranscriptWarning(WarningKind.AUDIO_LOST, place.start, place.start, place.duration)
