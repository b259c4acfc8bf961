"""What one window's decoding is to the batch that it shares: how it is asked for, where it begins, how it goes on.

A search has one row of the batch or several (the texts that a beam search follows at once). It is given the logits of
its rows, chooses a token for each text that goes on, and says which of its former rows each of these continues.
NumPy only; how the rows meet the engine is in `decoding_batch`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language import check_task, known_language
from dabir_core.errors import CheckpointCorrupt
from dabir_core.options import Task
from dabir_core.transcript import EndedBy


@dataclass(frozen=True, slots=True)
class BeamRule:
    """How many texts are followed, and how many times as many must end before the best is chosen."""

    beams: int = 5
    patience: float = 2.0

    @property
    def wanted(self) -> int:
        """How many ended texts are waited for."""
        return round(self.beams * self.patience)


@dataclass(frozen=True, slots=True)
class DecodingRequest:
    """How one window is decoded; the fields are those of `TranscribeOptions`, with the language known.

    max_tokens  caps its tokens below what the positions allow, end-of-text among them; None does not
    beams       follows several texts at once and takes the best; temperature and seed then play no part
    """

    language: str
    task: Task = Task.TRANSCRIBE
    timestamps: bool = False
    temperature: float = 0.0
    seed: int = 0
    max_tokens: int | None = None
    beams: BeamRule | None = None

    @property
    def rows(self) -> int:
        """How many rows of a batch it takes at most."""
        return 1 if self.beams is None else self.beams.beams


class StepGuard(Protocol):
    """Looks at each row while it is decoded."""

    def stops(self, tokens: TokenIds) -> bool:
        """Whether the row, which said these (n,) tokens so far, goes nowhere and is not decoded on."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a search begins.

    prompt     the tokens that are fed before it chooses its first one
    cap        how many tokens a text may have, end-of-text among them
    no_speech  the probability that nobody speaks
    """

    checkpoint: Checkpoint
    request: DecodingRequest
    prompt: tuple[int, ...]
    cap: int
    no_speech: float
    guard: StepGuard | None = None

    def __post_init__(self) -> None:
        """Holds callers to room for at least one token."""
        assert self.cap > 0, "a row may say at least one token"


class Search(Protocol):
    """One window's decoding under way; told apart by identity."""

    @property
    def is_running(self) -> bool:
        """Whether a text goes on."""

    @property
    def prompt(self) -> tuple[int, ...]:
        """What stands before its texts."""

    @property
    def texts(self) -> TokenIds:
        """(rows, n) what its texts that go on said so far; one row without tokens at first."""

    def advance(self, logits: Logits) -> list[int]:
        """Takes the (rows, V) logits after its texts; gives, for each that goes on, the former row it continues.

        The logits are changed in place. Raises: CheckpointCorrupt if no token can be said.
        """

    def stop(self, reason: EndedBy) -> None:
        """No text goes on."""

    def hypothesis(self) -> Hypothesis:
        """What it came to."""


def rest_of_prompt(checkpoint: Checkpoint, request: DecodingRequest) -> tuple[int, ...]:
    """Language, task and no-timestamps tokens; none for an English-only checkpoint that tells times.

    Raises: OptionError for a language or task that the checkpoint lacks.
    """
    vocabulary = checkpoint.vocabulary
    check_task(request.task, vocabulary)
    language = known_language(request.language, vocabulary)
    return tuple(vocabulary.prompt(language, request.task, timestamps=request.timestamps)[1:])


def start_of_prompt(checkpoint: Checkpoint, context: Sequence[int] = ()) -> tuple[int, ...]:
    """Earlier text (`prompting.context_tokens`), if there is some, and start-of-transcript."""
    vocabulary = checkpoint.vocabulary
    earlier = (vocabulary.start_of_previous, *context) if context else ()
    return (*earlier, vocabulary.start_of_transcript)


def token_cap(checkpoint: Checkpoint, request: DecodingRequest, *, fed: int) -> int:
    """How many tokens a row may say after so many of its prompt: what was asked, within the positions left."""
    room = checkpoint.dimensions.target_positions - fed
    return room if request.max_tokens is None else min(request.max_tokens, room)


def require_choice(logits: Logits, checkpoint: Checkpoint) -> None:
    """Refuses broken weights, whose logits are NaN or infinite, and a checkpoint that suppresses every token.

    Raises: CheckpointCorrupt.
    """
    if not np.isfinite(logits.max(axis=1)).all():
        raise CheckpointCorrupt(detail=f"{checkpoint.name}: no token can be said")
