"""A checkpoint of forty tokens and an encoder whose decoder says what a script tells it, to test the decoding loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dabir_core.arrays import CrossAttention, Logits, TokenIds
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.vocabulary import Vocabulary

# Text is 0 … 19, where 0 is the blank.
BLANK = 0
END = 20
START = 21
LANGUAGES = {"fa": 22, "en": 23, "ar": 24}
TRANSLATE, TRANSCRIBE, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS = 25, 26, 27, 28, 29
T0 = 30
SIZE = 40


class WordLengths:
    """Obeys `Encoder`: one token for each word, the number of its characters."""

    def encode(self, text: str) -> list[int]:
        return [len(word) for word in text.split()]


def small_checkpoint(
    *, positions: int = 32, multilingual: bool = True, suppressed: tuple[int, ...] = (1,), max_initial: int = 3
) -> Checkpoint:
    """A checkpoint without weights, whose text can be encoded but not decoded."""
    vocabulary = Vocabulary(
        size=SIZE,
        end_of_text=END,
        start_of_transcript=START,
        transcribe=TRANSCRIBE,
        translate=TRANSLATE,
        start_of_previous=PREVIOUS,
        no_speech=NO_SPEECH,
        no_timestamps=NO_TIMESTAMPS,
        first_timestamp=T0,
        last_timestamp=SIZE - 1,
        languages=LANGUAGES if multilingual else {},
        pieces={},
        encoder=WordLengths(),
    )
    return Checkpoint(
        folder=Path("nowhere"),
        name="small",
        dimensions=Dimensions(8, 1, 1, 1, 1, 80, SIZE, 1500, positions),
        vocabulary=vocabulary,
        suppressed=suppressed,
        suppressed_at_start=(BLANK, END),
        alignment_heads=((0, 0),),
        max_initial_timestamp=max_initial,
    )


def peaks(tokens: Sequence[int], height: float = 20.0) -> Logits:
    """(B, V) logits that are zero but for one peak in each row."""
    logits = np.zeros((len(tokens), SIZE), dtype=np.float32)
    logits[np.arange(len(tokens)), tokens] = height
    return logits


@dataclass
class ScriptedEncoded:
    """Windows that say their script, one token a step once `prompt_length` tokens were fed, then nothing but text 5.

    `opening` are the (B, V) logits after start-of-transcript; `logits`, where given, answer every later step.
    """

    scripts: Sequence[Sequence[int]]
    prompt_length: int = 4
    opening: Logits | None = None
    logits: Logits | None = None
    caches: list["ScriptedCache"] = field(default_factory=list)

    @property
    def windows(self) -> int:
        return len(self.scripts)

    @property
    def positions(self) -> int:
        return 1500

    def start(self, rows: Sequence[int]) -> "ScriptedCache":
        self.caches.append(ScriptedCache(self, list(rows)))
        return self.caches[-1]

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        raise NotImplementedError


@dataclass
class ScriptedCache:
    """Remembers what each step was fed; `rows` are the windows that its rows listen to."""

    encoded: ScriptedEncoded
    rows: list[int]
    length: int = 0
    fed: list[list[list[int]]] = field(default_factory=list)

    @property
    def lengths(self) -> tuple[int, ...]:
        return (self.length,) * len(self.rows)

    def step(self, tokens: TokenIds) -> Logits:
        assert tokens.shape[0] == len(self.rows), "one line of tokens for each row"
        self.fed.append(tokens.tolist())
        self.length += tokens.shape[1]
        if tokens[0, -1] == START and self.encoded.opening is not None:
            return self.encoded.opening[self.rows]
        if self.encoded.logits is not None:
            return self.encoded.logits[self.rows]
        place = self.length - self.encoded.prompt_length
        scripts = [self.encoded.scripts[row] for row in self.rows]
        return peaks([script[place] if 0 <= place < len(script) else 5 for script in scripts])

    def reorder(self, rows: Sequence[int]) -> None:
        self.rows = [self.rows[row] for row in rows]

    def join(self, other: "ScriptedCache") -> None:
        raise NotImplementedError
