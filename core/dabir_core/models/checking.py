"""Whether a checkpoint reads short notes as well with a short input of the encoder: the trial behind the verdict.

Notes of the bundled sample and of the recordings given are read twice: with the input that their length would have, and
with the whole window. Each is decoded once, greedily, and judged by the guards, but for the one that needs word times:
speech that is passed over counts in the error rate. Lengths are tried from the longest down, to the first that fails:
what is shorter cannot be used without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.doubts import Doubt
from dabir_core.asr.guards import Guards
from dabir_core.asr.input_lengths import InputLengths, longest_sound, short_steps
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.errors import OptionError
from dabir_core.models.comparison import Comparison, LengthFigures, Outcome, Verdict, compare, figures
from dabir_core.models.notes import Note, Recording, cut, hear, spread
from dabir_core.options import TranscribeOptions
from dabir_core.paths import samples_folder
from dabir_core.progress import CancelToken, Progress, ProgressCallback
from dabir_core.speech import SileroRunner
from dabir_core.units import Seconds, to_samples

MOST_NOTES: Final = 240
"""Of one length; more speech makes a better verdict only by being other speech."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The loaded checkpoint that is checked, and the language that is spoken to it; None detects it."""

    scheduler: Scheduler
    language: str | None = None

    @property
    def checkpoint(self) -> Checkpoint:
        """What its engine runs."""
        return self.scheduler.checkpoint


def recordings_of(subject: Subject, sounds: Sequence[Path], *, silero: SileroRunner) -> tuple[Recording, ...]:
    """The recordings given, and the bundled sample where the checkpoint is asked to write Persian.

    Raises: AudioError; OptionError where there is none of both.
    """
    knows_persian = "fa" in subject.checkpoint.vocabulary.languages
    sample = (samples_folder() / "demo.ogg",) if knows_persian and subject.language in {None, "fa"} else ()
    if not sounds and not sample:
        raise OptionError("SOUND (none given, and the bundled one is Persian)")
    return tuple(hear(path, silero) for path in (*sample, *sounds))


def check(subject: Subject, recordings: Sequence[Recording], *, progress: ProgressCallback | None = None) -> Verdict:
    """The verdict on a checkpoint as its engine runs it; progress is told in seconds of notes.

    Raises: OptionError for the language; ModelMemory, CheckpointCorrupt.
    """
    steps = short_steps(subject.checkpoint.dimensions)
    notes = {step: _notes(recordings, step, shorter) for shorter, step in zip((0.0, *steps), steps, strict=False)}
    trial = _Trial(subject, progress, total=sum(_seconds(notes[step]) for step in steps))
    lengths: list[LengthFigures] = []
    for step in reversed(steps):
        lengths.append(trial.length(step, notes[step]))
        if lengths[-1].outcome is not Outcome.PASSED:
            break
    return Verdict(tuple(lengths))


def _notes(recordings: Sequence[Recording], step: Seconds, shorter: Seconds) -> list[Note]:
    """Notes that an input of `step` holds and the next shorter one does not."""
    at_most, longer_than = (longest_sound(to_samples(seconds)) for seconds in (step, shorter))
    return spread(
        [note for each in recordings for note in cut(each, longer_than=longer_than, at_most=at_most)], MOST_NOTES
    )


def _seconds(notes: Sequence[Note]) -> Seconds:
    return sum(note.window.end - note.window.start for note in notes)


class _Trial:
    """Reads notes both ways."""

    def __init__(self, subject: Subject, progress: ProgressCallback | None, *, total: Seconds) -> None:
        self._subject = subject
        self._options = TranscribeOptions(language=subject.language, words=False)
        self._progress = progress
        self._done, self._total = 0.0, total

    def length(self, seconds: Seconds, notes: Sequence[Note]) -> LengthFigures:
        compared = [self._compare(note, to_samples(seconds)) for note in notes]
        counted = [each for each in compared if each is not None]
        return figures(seconds, counted, left_out=len(compared) - len(counted))

    def _compare(self, note: Note, length: int) -> Comparison | None:
        """None where the whole input's text is empty or not believed."""
        whole = InputLengths.full(self._subject.checkpoint.dimensions)
        full, doubts = self._read(note, whole)
        comparison = None
        if full and not doubts:
            short, doubts = self._read(note, InputLengths((length, whole.whole)))
            comparison = compare(full, short, spoken=note.spoken, ran_away=bool(doubts))
        self._advance(note)
        return comparison

    def _read(self, note: Note, lengths: InputLengths) -> tuple[str, tuple[Doubt, ...]]:
        subject = self._subject
        judge = _Noting(Guards(subject.checkpoint.vocabulary.first_timestamp))
        reader = WindowReader(subject.scheduler, subject.checkpoint, self._options, judge=judge, lengths=lengths)
        result = reader.read(note.window, CancelToken())
        assert result is not None, "nobody cancels"
        return result.text, tuple(judge.doubted)

    def _advance(self, note: Note) -> None:
        self._done += _seconds([note])
        if self._progress is not None:
            self._progress(Progress(self._done, self._total))


@dataclass(slots=True)
class _Noting:
    """Obeys `WindowJudge`: notes what the guards say of the first attempt and lets it be the only one."""

    guards: Guards
    doubted: list[Doubt] = field(default_factory=list)

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        """See WindowJudge."""
        self.doubted += self.guards.doubts(result, prompt=prompt)
        return ()
