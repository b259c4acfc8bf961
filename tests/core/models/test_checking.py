"""A checkpoint on trial, with an engine that says what a script tells it of short and whole inputs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.scheduler import Scheduler
from dabir_core.errors import OptionError, SourceMissing
from dabir_core.models.checking import Subject, check, recordings_of
from dabir_core.models.comparison import Outcome
from dabir_core.models.notes import Recording
from dabir_core.progress import Progress
from dabir_core.speech import SileroRunner, SpeechSpan, load_silero
from tests.fakes import FakeEngine
from tests.scripted import END, START, small_checkpoint

WORDS = {number: f" {word}" for number, word in enumerate(["نان", "پنیر", "کتاب", "بازار", "مادر"], start=2)}
GOOD, WORSE, ENDLESS = (2, 3, 4, END), (2, 3, END), tuple(np.random.default_rng(3).integers(2, 7, 500).tolist())

Says = Callable[[int, int], tuple[int, ...]]
"""(encoder positions, number of the window) → what is said of it."""


def checkpoint(source_positions: int = 750) -> Checkpoint:
    plain = small_checkpoint(positions=448)
    sizes = replace(plain.dimensions, source_positions=source_positions)
    return replace(plain, dimensions=sizes, vocabulary=replace(plain.vocabulary, pieces=WORDS))


def subject(says: Says, *, source_positions: int = 750) -> tuple[Subject, FakeEngine]:
    made = checkpoint(source_positions)

    def answer(window: int, fed: tuple[int, ...]) -> int:
        if fed[-1] == START:
            return 0
        script = says(engine.log_mels[window].shape[1] // 2, window)
        return script[min(len(fed) - 4, len(script) - 1)]

    engine = FakeEngine(answer, made.dimensions)
    return Subject(Scheduler(engine, made), "fa"), engine


def recording(seconds: float, text: str = "") -> Recording:
    """One sentence of so many seconds, the silence around it included."""
    samples = round(16_000 * seconds)
    noise = np.random.default_rng(1).standard_normal(samples).astype(np.float32)
    return Recording(noise, (SpeechSpan(1_600, samples - 1_600),), text)


TWO, FIVE, SEVEN, TEN = (recording(seconds) for seconds in (2.0, 5.0, 7.0, 10.0))
ALL = (*[TWO] * 4, *[FIVE] * 4, *[SEVEN] * 4, *[TEN] * 4)


def test_what_reads_alike_earns_every_length_that_fits_in_its_window() -> None:
    who, engine = subject(lambda positions, window: GOOD)
    verdict = check(who, ALL)
    assert [(each.seconds, each.notes, each.outcome) for each in verdict.lengths] == [
        (seconds, 4, Outcome.PASSED) for seconds in (13.0, 10.0, 8.0, 6.0)
    ]
    assert verdict.shortest == 6.0
    # each note whole, then short, the longest first
    frames = [log_mel.shape[1] for log_mel in engine.log_mels]
    assert frames == [length for short in (1300, 1000, 800, 600) for _ in range(4) for length in (1500, short)]


def test_the_first_length_that_fails_is_the_last_that_is_tried() -> None:
    who, engine = subject(lambda positions, window: WORSE if positions == 400 else GOOD)
    verdict = check(who, ALL)
    assert [each.outcome for each in verdict.lengths] == [Outcome.PASSED, Outcome.PASSED, Outcome.WORSE]
    assert (verdict.shortest, verdict.lengths[-1].worse) == (10.0, 4)
    assert 600 not in {log_mel.shape[1] for log_mel in engine.log_mels}


def test_text_that_the_guards_doubt_is_a_runaway() -> None:
    who, _ = subject(lambda positions, window: ENDLESS if positions == 650 else GOOD)
    verdict = check(who, ALL)
    assert [each.outcome for each in verdict.lengths] == [Outcome.RUNAWAYS]
    assert (verdict.shortest, verdict.lengths[0].runaways) == (None, 4)


def test_notes_that_the_whole_input_reads_badly_say_nothing() -> None:
    who, _ = subject(lambda positions, window: ENDLESS if positions == 750 else GOOD)
    (length,) = check(who, ALL).lengths
    assert (length.notes, length.left_out, length.outcome) == (0, 4, Outcome.TOO_FEW)


def test_a_length_without_speech_of_it_is_not_earned() -> None:
    who, _ = subject(lambda positions, window: GOOD)
    assert check(who, [TEN] * 4 + [FIVE] * 4).shortest == 13.0


def test_a_reference_tells_who_is_right() -> None:
    said = recording(10.0, "نان پنیر")
    who, _ = subject(lambda positions, window: WORSE if positions == 650 else GOOD)
    length = check(who, [said] * 4).lengths[0]
    # «نان پنیر» of 8 letters against «نان پنیر کتاب»
    assert (length.outcome, length.letters, length.full_errors, length.short_errors) == (Outcome.PASSED, 32, 20, 0)


def test_a_window_that_is_short_itself_leaves_nothing_to_try() -> None:
    who, engine = subject(lambda positions, window: GOOD, source_positions=300)
    verdict = check(who, ALL)
    assert (verdict.lengths, verdict.shortest, engine.log_mels) == ((), None, [])


def test_progress_is_told_in_seconds_of_notes() -> None:
    who, _ = subject(lambda positions, window: GOOD)
    seen: list[Progress] = []
    check(who, [TWO] * 4 + [TEN] * 4, progress=seen.append)
    total = seen[0].total
    assert total == pytest.approx(48.0)
    assert [progress.done for progress in seen] == pytest.approx([10.0, 20.0, 30.0, 40.0])


@pytest.fixture(scope="module")
def silero() -> SileroRunner:
    return load_silero()


def test_the_bundled_sample_has_enough_notes_of_every_length(silero: SileroRunner) -> None:
    who, _ = subject(lambda positions, window: GOOD, source_positions=1500)
    (sample,) = recordings_of(who, [], silero=silero)
    verdict = check(who, [replace(sample, text="")])
    assert [each.seconds for each in verdict.lengths] == [25.0, 20.0, 16.0, 13.0, 10.0, 8.0, 6.0]
    assert verdict.shortest == 6.0


def test_the_sample_is_left_out_where_persian_is_not_written(silero: SileroRunner) -> None:
    who, engine = subject(lambda positions, window: GOOD)
    english = replace(who, language="en")
    with pytest.raises(OptionError):
        recordings_of(english, [], silero=silero)
    known = replace(who.checkpoint, vocabulary=replace(who.checkpoint.vocabulary, languages={}))
    with pytest.raises(OptionError):
        recordings_of(Subject(Scheduler(engine, known)), [], silero=silero)


def test_a_recording_that_is_gone_ends_the_check(silero: SileroRunner, tmp_path: Path) -> None:
    who, _ = subject(lambda positions, window: GOOD)
    with pytest.raises(SourceMissing):
        recordings_of(who, [tmp_path / "gone.ogg"], silero=silero)
