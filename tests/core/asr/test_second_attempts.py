"""A window on its way through guards and ladder, with an engine that says what a script tells it on each attempt."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from dabir_core.arrays import CrossAttention, TokenIds
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.doubts import Doubt
from dabir_core.asr.engines import load_engine
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.stitch import Stitcher
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.audio import open_audio
from dabir_core.models import locate
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.speech import SpeechSpan, Window
from dabir_core.transcript import EndedBy, WarningKind
from tests.fakes import FakeEncoded, FakeEngine
from tests.scripted import END, NO_SPEECH, PREVIOUS, START, small_checkpoint

WORDS = {
    2: " سلام", 3: " من", 4: " دیروز", 5: " با", 6: " مادرم", 7: " به", 8: " بازار", 9: " رفتم", 10: " نان", 11: " و",
    12: " پنیر", 13: " خریدیم", 14: " امروز", 15: " ہاں ٹھیک",
}  # fmt: skip
GOOD = (2, 3, 4, 5, 6, 7, 8, 9, END)
OTHER = (14, 10, 11, 12, 13, END)
LOOP = (2, *(3, 4, 5) * 200)
ENDLESS = tuple(np.random.default_rng(7).integers(2, 15, 500).tolist())
URDU = (15, 15, END)
PERSIAN = TranscribeOptions(language="fa", words=False)  # so few words do not fill so many seconds
WHOLE, FIRST, SECOND = 0, 1, 2


@dataclass
class Script:
    """Says `attempts[n]` on the n-th decoding, the last one ever after; each entry of `heard` is (window, context)."""

    attempts: Sequence[Sequence[int]]
    no_speech: bool = False
    improbable: bool = False
    cancel_on: int = -1
    cancel: CancelToken = field(default_factory=CancelToken)
    heard: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    steps: int = 0

    def __call__(self, window: int, fed: tuple[int, ...]) -> dict[int, float]:
        self.steps += 1
        at = fed.index(START)
        if at == len(fed) - 1:
            return {NO_SPEECH: 20.0} if self.no_speech else {}
        if at == len(fed) - 4:
            self.heard.append((window, fed[:at]))
        attempt = len(self.heard) - 1
        if attempt == self.cancel_on:
            self.cancel.cancel()
        script = self.attempts[min(attempt, len(self.attempts) - 1)]
        return {script[min(len(fed) - at - 4, len(script) - 1)]: 1.0 if self.improbable else 20.0}


def checkpoint() -> Checkpoint:
    plain = small_checkpoint(positions=448)
    return replace(plain, vocabulary=replace(plain.vocabulary, pieces=WORDS))


def window(*spans: tuple[float, float]) -> Window:
    """Twenty seconds of noise, 100 s into the recording."""
    places = spans or ((0.3, 9.0), (11.0, 19.6))
    samples = np.random.default_rng(1).standard_normal(320_000).astype(np.float32)
    first = 1_600_000
    return Window(
        samples, first, tuple(SpeechSpan(first + round(16_000 * a), first + round(16_000 * b)) for a, b in places)
    )


def read(
    script: Script, options: TranscribeOptions = PERSIAN, *, heard: Window | None = None
) -> tuple[WindowResult, FakeEngine]:
    made = checkpoint()
    engine = FakeEngine(script, made.dimensions)
    result = WindowReader(Scheduler(engine, made), made, options).read(heard or window(), script.cancel)
    assert result is not None
    return result, engine


def text(*scripts: Sequence[int]) -> str:
    return "".join(WORDS.get(token, "") for script in scripts for token in script).strip()


@pytest.mark.parametrize("options", [PERSIAN, TranscribeOptions(language="fa", words=False, prompt="جلسهٔ امروز")])
def test_a_good_window_costs_what_it_did_without_guards(options: TranscribeOptions) -> None:
    script = Script([GOOD])
    result, engine = read(script, options)
    assert (result.text, result.doubts) == (text(GOOD), ())
    assert len(engine.log_mels) == len(script.heard) == 1
    # start-of-transcript, the rest of the prompt, and one step for each token but the last
    assert script.steps == 1 + len(GOOD)


def test_a_window_that_loops_for_ever_is_stopped_early_on_every_rung_and_kept_with_its_doubts() -> None:
    script = Script([LOOP])
    result, engine = read(script)
    assert [number for number, _ in script.heard] == [WHOLE, FIRST, SECOND, WHOLE, WHOLE, WHOLE]
    assert len(engine.log_mels) == 3
    # five beams ask five times at each step
    assert script.steps <= (5 + 5) * 50
    assert result.hypothesis.ended_by is EndedBy.GUARD
    assert {Doubt.LOOP, Doubt.UNFINISHED} <= set(result.doubts)
    assert result.text.startswith("سلام من دیروز با من دیروز با")


def test_a_window_that_never_ends_is_kept_and_told() -> None:
    script = Script([ENDLESS])
    result, _ = read(script)
    assert result.hypothesis.ended_by is EndedBy.TOKEN_CAP
    assert Doubt.UNFINISHED in result.doubts
    stitcher = Stitcher(PERSIAN)
    segments = stitcher.add(result)
    assert " ".join(segment.text for segment in segments) == result.text
    assert WarningKind.TEXT_UNFINISHED in {warning.kind for warning in stitcher.warnings}
    assert {(warning.start, warning.end) for warning in stitcher.warnings} == {result.speech}


def test_a_window_that_is_too_dense_is_read_in_halves_and_nothing_is_missing() -> None:
    script = Script([ENDLESS, GOOD, OTHER])
    result, engine = read(script)
    assert [number for number, _ in script.heard] == [WHOLE, FIRST, SECOND]
    assert len(engine.log_mels) == 3
    assert result.text == f"{text(GOOD)} {text(OTHER)}"
    assert (result.doubts, result.hypothesis.ended_by) == ((), EndedBy.END_OF_TEXT)
    assert (result.start, result.end, result.spans) == (100.0, 120.0, window().spans)


@pytest.mark.parametrize("attempts", [[(END,), GOOD, (END,)], [(END,)]])
def test_a_half_of_which_nothing_is_written_is_not_lost_in_silence(attempts: list[tuple[int, ...]]) -> None:
    script, made = Script(attempts), replace(checkpoint(), suppressed_at_start=())
    reader = WindowReader(Scheduler(FakeEngine(script, made.dimensions), made), made, PERSIAN)
    result = reader.read(window(), CancelToken())
    assert result is not None
    assert [number for number, _ in script.heard] == [WHOLE, FIRST, SECOND]
    assert (result.text, result.doubts) == (text(*attempts), (Doubt.UNHEARD,))
    stitcher = Stitcher(PERSIAN)
    stitcher.add(result)
    assert [warning.kind for warning in stitcher.warnings] == [WarningKind.TEXT_UNFINISHED]


def test_words_of_halves_lie_in_their_halves() -> None:
    result, _ = read(Script([ENDLESS, GOOD, OTHER]), TranscribeOptions(language="fa"))
    assert result.words is not None
    assert [word.text for word in result.words] == text(GOOD, OTHER).split()
    # cut in the middle of the pause from 109 to 111 s
    assert all(100 <= word.start <= word.end <= 110 for word in result.words[:8])
    assert all(110 <= word.start <= word.end <= 120 for word in result.words[8:])


def test_without_words_each_half_is_a_passage() -> None:
    result, _ = read(Script([ENDLESS, GOOD, OTHER]), TranscribeOptions(language="fa", words=False))
    assert [(segment.start, segment.end, segment.text) for segment in Stitcher(PERSIAN).add(result)] == [
        (100.3, 109.0, text(GOOD)),
        (111.0, 119.6, text(OTHER)),
    ]


def test_a_prompt_that_makes_it_bad_is_left_out() -> None:
    script = Script([LOOP, GOOD])
    result, engine = read(script, TranscribeOptions(language="fa", words=False, prompt="جلسهٔ امروز"))
    assert script.heard == [(WHOLE, (PREVIOUS, 5, 5)), (WHOLE, ())]
    assert len(engine.log_mels) == 1
    assert (result.text, result.doubts) == (text(GOOD), ())


def test_a_prompt_that_is_said_back_is_left_out() -> None:
    script = Script([GOOD, OTHER])
    result, _ = read(script, TranscribeOptions(language="fa", words=False, prompt=f"{text(GOOD)}."))
    assert (result.text, len(script.heard)) == (text(OTHER), 2)


def test_who_really_says_the_prompt_is_believed() -> None:
    result, _ = read(Script([GOOD]), TranscribeOptions(language="fa", words=False, hot_words=tuple(text(GOOD).split())))
    assert (result.text, result.doubts) == (text(GOOD), ())


@pytest.mark.parametrize("bad", [3, 4, 5])
def test_beams_and_temperatures_run_on_the_first_encoding(bad: int) -> None:
    script = Script([*[LOOP] * bad, GOOD])
    result, engine = read(script)
    assert [number for number, _ in script.heard] == [WHOLE, FIRST, SECOND, WHOLE, WHOLE, WHOLE][: bad + 1]
    assert len(engine.log_mels) == 3
    assert (result.text, result.doubts) == (text(GOOD), ())


def test_what_fails_everywhere_is_kept_and_warned_of() -> None:
    result, _ = read(Script([URDU]))
    assert (result.text, result.doubts) == (text(URDU), (Doubt.WRONG_SCRIPT,))
    stitcher = Stitcher(PERSIAN)
    stitcher.add(result)
    assert [warning.kind for warning in stitcher.warnings] == [WarningKind.LOW_CONFIDENCE]
    assert len(stitcher.segments) > 0


def test_an_invention_where_nobody_speaks_gives_no_text_and_says_so() -> None:
    script = Script([GOOD], no_speech=True, improbable=True)
    result, _ = read(script)
    assert len(script.heard) == 1
    assert result.is_withheld
    assert (result.text, result.words) == ("", None)
    stitcher = Stitcher(PERSIAN)
    assert stitcher.add(result) == ()
    (warning,) = stitcher.warnings
    assert (warning.kind, warning.start, warning.end) == (WarningKind.NO_SPEECH, 100.3, 119.6)


def test_improbable_speech_is_kept() -> None:
    result, _ = read(Script([GOOD], improbable=True))
    assert result.text
    assert Doubt.UNSURE in result.doubts


@pytest.mark.parametrize("attempt", [0, 1, 2, 3, 4, 5])
def test_cancelling_on_any_rung_gives_no_window(attempt: int) -> None:
    script = Script([LOOP], cancel_on=attempt)
    made = checkpoint()
    reader = WindowReader(Scheduler(FakeEngine(script, made.dimensions), made), made, PERSIAN)
    assert reader.read(window(), script.cancel) is None
    assert len(script.heard) == attempt + 1


def test_a_cancelled_job_encodes_nothing() -> None:
    made, cancel = checkpoint(), CancelToken()
    engine = FakeEngine(Script([GOOD]), made.dimensions)
    cancel.cancel()
    assert WindowReader(Scheduler(engine, made), made, PERSIAN).read(window(), cancel) is None
    assert engine.log_mels == []


class Believing:
    """Obeys `WindowJudge`; believes everything."""

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        return ()


def test_another_judge_can_be_given() -> None:
    made, script = checkpoint(), Script([URDU])
    reader = WindowReader(Scheduler(FakeEngine(script, made.dimensions), made), made, PERSIAN, judge=Believing())
    result = reader.read(window(), CancelToken())
    assert result is not None
    assert (result.doubts, len(script.heard)) == ((), 1)


@dataclass
class Doubting:
    """Obeys `WindowJudge`; believes nothing."""

    texts: list[str] = field(default_factory=list)

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        self.texts.append(result.text)
        return (Doubt.UNSURE,)


def test_every_rung_runs_on_the_real_engine() -> None:
    known, judge = load_checkpoint(locate("demo")), Doubting()
    with open_audio(Path(__file__).parents[3] / "samples" / "demo.ogg") as decoding:
        sound = np.concatenate(list(decoding))[: 16_000 * 12]
    heard = Window(sound, 0, (SpeechSpan(8_000, 16_000 * 11),))
    prompted = TranscribeOptions(language="fa", prompt="سلام")
    reader = WindowReader(Scheduler(load_engine(known), known), known, prompted, judge=judge)
    result = reader.read(heard, CancelToken())
    assert result is not None
    assert result.words
    assert result.text in {*judge.texts, " ".join(judge.texts[2:4])}
    # with and without the prompt, two halves, beams, two temperatures
    assert len(judge.texts) == 7
    with_prompt, plain, first, second, beams, *_ = judge.texts
    assert (
        plain
        == beams
        == "سلام، من دیروز با مادرم به بازار رفتم. ما دیروز نان و پنیر خریدیم. مادرم کتاب‌ها را به برادرم داد."
    )
    assert with_prompt
    assert first.startswith("سلام، من دیروز با مادرم")
    assert second.endswith("به برادرم داد.")


SHORT = InputLengths.short(checkpoint().dimensions)


def read_short(script: Script, options: TranscribeOptions = PERSIAN) -> tuple[WindowResult, FakeEngine]:
    """Five seconds of the noise, which an input of eight holds."""
    twenty = window((0.3, 4.6))
    made = checkpoint()
    engine = FakeEngine(script, made.dimensions)
    heard = Window(twenty.waveform[:80_000], twenty.start_samples, twenty.spans)
    result = WindowReader(Scheduler(engine, made), made, options, lengths=SHORT).read(heard, script.cancel)
    assert result is not None
    return result, engine


def frames(engine: FakeEngine) -> list[int]:
    return [log_mel.shape[1] for log_mel in engine.log_mels]


def test_a_short_window_is_encoded_short_and_no_more_than_once() -> None:
    result, engine = read_short(Script([GOOD]))
    assert (frames(engine), result.text, result.doubts) == ([800], text(GOOD), ())


def test_without_leave_a_short_window_is_encoded_whole() -> None:
    _, engine = read(Script([GOOD]), heard=window((0.3, 4.6)))
    assert frames(engine) == [3000]


def test_what_is_doubted_of_a_short_input_is_read_on_the_whole_one() -> None:
    script = Script([LOOP, OTHER])
    result, engine = read_short(script)
    assert frames(engine) == [800, 3000]
    assert (result.text, result.doubts, len(script.heard)) == (text(OTHER), (), 2)


def test_the_whole_input_serves_all_later_rungs_and_halves_have_their_own() -> None:
    script = Script([LOOP])
    _, engine = read_short(script, TranscribeOptions(language="fa", prompt="جلسهٔ امروز"))
    # halves of 2.5 s are given 6 s, doubted, and read whole
    assert frames(engine) == [800, 3000, 600, 3000, 600, 3000]
    short, whole, halves = 0, 1, [2, 3, 4, 5]
    assert [number for number, _ in script.heard] == [short, whole, whole, *halves, whole, whole, whole]


@pytest.mark.parametrize(("attempts", "aligned"), [([GOOD], [(0, 400)]), ([LOOP, GOOD], [(0, 400), (1, 1500)])])
def test_words_are_aligned_on_the_input_that_gave_the_text(
    attempts: list[tuple[int, ...]], aligned: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    align = FakeEncoded.align

    def note(encoded: FakeEncoded, row: int, tokens: TokenIds) -> CrossAttention:
        seen.append((encoded.numbers[row], encoded.positions))
        return align(encoded, row, tokens)

    monkeypatch.setattr(FakeEncoded, "align", note)
    result, _ = read_short(Script(attempts), TranscribeOptions(language="fa"))
    assert result.words
    assert seen == aligned
