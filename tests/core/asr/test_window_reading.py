"""One window through a scripted engine: what is fed, what is aligned, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dabir_core.arrays import CrossAttention, LogMel, TokenIds
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import Encoded
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.speech import Window
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy
from tests.scripted import (
    END,
    LANGUAGES,
    NO_TIMESTAMPS,
    PREVIOUS,
    START,
    TRANSCRIBE,
    ScriptedEncoded,
    small_checkpoint,
)

POSITIONS = 32
SECOND = Window(np.zeros(16_000, np.float32), 0, (SpeechSpan(0, 16_000),))


@dataclass
class AligningEncoded(ScriptedEncoded):
    """Listens everywhere alike, and remembers what was aligned."""

    aligned: list[list[int]] = field(default_factory=list)

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        self.aligned.append(tokens.tolist())
        return np.full((1, len(tokens), 1500), 1 / 1500, np.float32)


@dataclass(frozen=True)
class OneAnswerEngine:
    """Every window is the same scripted one."""

    encoded: AligningEncoded
    dimensions: Dimensions
    name: str = "scripted"
    free_bytes: int = 1 << 40

    def encode(self, log_mel: LogMel) -> Encoded:
        assert log_mel.shape == (1, 80, 3000)
        return self.encoded


@dataclass
class CountingEncoder:
    """One token, 3, for each word; counts its calls."""

    calls: int = 0

    def encode(self, text: str) -> list[int]:
        self.calls += 1
        return [3] * len(text.split())


def checkpoint(encoder: CountingEncoder | None = None) -> Checkpoint:
    """Its tokens 5 and 7 are written « a» and « b»."""
    made = small_checkpoint(positions=POSITIONS)
    pieces = {5: "Ġa", 7: "Ġb"}
    return replace(made, vocabulary=replace(made.vocabulary, pieces=pieces, encoder=encoder or CountingEncoder()))


def read(script: Sequence[int], options: TranscribeOptions) -> tuple[WindowResult, AligningEncoded]:
    encoded = AligningEncoded([script])
    known = checkpoint()
    result = WindowReader(Scheduler(OneAnswerEngine(encoded, known.dimensions), known), known, options).read(
        SECOND, CancelToken()
    )
    assert result is not None
    return result, encoded


def test_a_window_becomes_text_with_words() -> None:
    result, encoded = read([7, 5, END], TranscribeOptions(language="fa"))
    assert (result.text, result.hypothesis.ended_by) == ("b a", EndedBy.END_OF_TEXT)
    assert result.words is not None
    assert [word.text for word in result.words] == ["b", "a"]
    assert encoded.aligned[0][-3:] == [7, 5, END]


def test_a_text_that_is_cut_off_leaves_alignment_a_position_for_its_end() -> None:
    result, encoded = read([], TranscribeOptions(language="fa"))
    assert result.hypothesis.ended_by is EndedBy.TOKEN_CAP
    assert len(encoded.aligned[0]) == POSITIONS
    assert result.words is not None
    assert len(result.words) == POSITIONS - 5  # start, language, task, no-timestamps and end-of-text


def test_a_window_in_which_nothing_is_said_is_not_aligned() -> None:
    result, encoded = read([7, END], TranscribeOptions(language="fa", words=False))
    assert (result.text, result.words, encoded.aligned) == ("b", None, [])
    opening = np.zeros((1, 40), np.float32)
    silent = AligningEncoded([[END]], opening=opening)
    known = replace(checkpoint(), suppressed_at_start=())
    reader = WindowReader(
        Scheduler(OneAnswerEngine(silent, known.dimensions), known), known, TranscribeOptions(language="fa")
    )
    nothing = reader.read(SECOND, CancelToken())
    assert nothing is not None
    assert (nothing.text, nothing.words, silent.aligned) == ("", (), [])


def test_earlier_text_is_worked_out_once_for_all_windows() -> None:
    encoder = CountingEncoder()
    known = checkpoint(encoder)
    options = TranscribeOptions(language="fa", prompt="one two", hot_words=("three",))
    encoded = AligningEncoded([[7, END]], prompt_length=8)
    reader = WindowReader(Scheduler(OneAnswerEngine(encoded, known.dimensions), known), known, options)
    calls = encoder.calls
    for _ in range(3):
        reader.read(SECOND, CancelToken())
    assert encoder.calls == calls
    prompt = [PREVIOUS, 3, 3, 3, START, LANGUAGES["fa"], TRANSCRIBE, NO_TIMESTAMPS]
    assert [cache.fed[0] for cache in encoded.caches] == [[[START]], [prompt]] * 3
    assert reader.token_cap == POSITIONS - 8
