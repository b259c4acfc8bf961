"""An engine without a model: it answers what a test's script says, and obeys the engines' contract.

`test_engine_contract` runs on it as on the real engines, so what passes here does not pass by a fake's leniency.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions

Answer = Callable[[int, tuple[int, ...]], int | Mapping[int, float]]
"""(number of the window among all that were encoded, all tokens fed so far) → the next token, or logits of some."""

CERTAIN = 20.0
"""The logit of a token that an answer names; all others have 0."""

FAKE_DIMENSIONS = Dimensions(
    width=8,
    encoder_layers=1,
    encoder_heads=2,
    decoder_layers=1,
    decoder_heads=2,
    mel_bins=80,
    vocabulary=100,
    source_positions=1500,
    target_positions=448,
)


def scripted(scripts: Sequence[Sequence[int]], *, prompt: int) -> Answer:
    """Window w says `scripts[w]` token by token after a prompt of so many tokens; the last token repeats for ever."""

    def answer(window: int, fed: tuple[int, ...]) -> int:
        script = scripts[window]
        return script[min(max(len(fed) - prompt, 0), len(script) - 1)]

    return answer


@dataclass
class FakeEngine:
    """Obeys `Engine`; remembers the log-mels it was given."""

    answer: Answer
    dimensions: Dimensions = FAKE_DIMENSIONS
    name: str = "fake"
    log_mels: list[LogMel] = field(default_factory=list)
    free_bytes: int = 1 << 40

    def encode(self, log_mel: LogMel) -> "FakeEncoded":
        """Numbers the windows on."""
        first = len(self.log_mels)
        self.log_mels.extend(log_mel)
        numbers = range(first, len(self.log_mels))
        return FakeEncoded(self.answer, self.dimensions, tuple(numbers), positions=log_mel.shape[2] // 2)


@dataclass(frozen=True)
class FakeEncoded:
    """Obeys `Encoded`; aligns along the diagonal: the tokens share the window's positions evenly."""

    answer: Answer
    dimensions: Dimensions
    numbers: tuple[int, ...]
    positions: int

    @property
    def windows(self) -> int:
        return len(self.numbers)

    def start(self, rows: Sequence[int]) -> "FakeCache":
        return FakeCache(self.answer, self.dimensions.vocabulary, [(self.numbers[row], ()) for row in rows])

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        assert 0 <= window < self.windows
        heads = self.dimensions.decoder_heads
        weights = np.zeros((heads, len(tokens), self.positions), np.float32)
        places = np.arange(len(tokens)) * self.positions // len(tokens)
        weights[:, np.arange(len(tokens)), places] = 1.0
        return weights


@dataclass
class FakeCache:
    """Obeys `Cache`; each row is the number of its window and the tokens that it was fed."""

    answer: Answer
    vocabulary: int
    rows: list[tuple[int, tuple[int, ...]]]

    @property
    def lengths(self) -> tuple[int, ...]:
        return tuple(len(fed) for _, fed in self.rows)

    def step(self, tokens: TokenIds) -> Logits:
        assert tokens.shape[0] == len(self.rows)
        assert tokens.shape[1] > 0
        fed = [(window, (*before, *map(int, more))) for (window, before), more in zip(self.rows, tokens, strict=True)]
        self.rows = fed
        return np.stack([self._logits(window, before) for window, before in fed])

    def reorder(self, rows: Sequence[int]) -> None:
        self.rows = [self.rows[row] for row in rows]

    def join(self, other: "FakeCache") -> None:
        self.rows, other.rows = [*self.rows, *other.rows], []

    def _logits(self, window: int, fed: tuple[int, ...]) -> Logits:
        answer = self.answer(window, fed)
        scores = answer if isinstance(answer, Mapping) else {answer: CERTAIN}
        logits = np.zeros(self.vocabulary, np.float32)
        for token, score in scores.items():
            logits[token] = score
        return logits
