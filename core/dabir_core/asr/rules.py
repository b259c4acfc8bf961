"""Which tokens the decoder may say next: suppressed tokens and Whisper's timestamp rules, on plain arrays.

The rules are those of the paper's decoder (Radford et al. 2022, §4.5; openai/whisper decoding.py), checked against
transformers' `generate`. Two differences: without timestamps, timestamp tokens are forbidden, and so is every other
special token but end-of-text, whether or not the checkpoint's generation config lists it. Loops and silence are not
judged here.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.vocabulary import Vocabulary

FORBIDDEN = -np.inf


@dataclass(frozen=True, slots=True)
class TimestampRules:
    """Timestamps come in pairs and never run backwards; text stands between them.

    Ids from `first_timestamp` on are timestamps, 20 ms apart. `max_initial` is the latest first timestamp, counted
    from there; None allows any.
    """

    first_timestamp: int
    end_of_text: int
    max_initial: int | None

    def apply(self, logits: Logits, generated: TokenIds) -> None:
        """Forbids in place what may not follow; `generated` are the (B, n) tokens after the prompt."""
        if generated.shape[1] == 0:
            self._open(logits)
        else:
            self._pair(logits, generated)
        self._prefer(logits)

    def _open(self, logits: Logits) -> None:
        """The first token is a timestamp, and not a late one."""
        logits[:, : self.first_timestamp] = FORBIDDEN
        if self.max_initial is not None:
            logits[:, self.first_timestamp + self.max_initial + 1 :] = FORBIDDEN

    def _pair(self, logits: Logits, generated: TokenIds) -> None:
        is_timestamp = generated >= self.first_timestamp
        last = is_timestamp[:, -1]
        before = is_timestamp[:, -2] if generated.shape[1] > 1 else np.ones_like(last)
        self._forbid_text(logits, last & ~before)
        logits[last & before, self.first_timestamp :] = FORBIDDEN
        latest = np.where(is_timestamp, generated, self.first_timestamp - 1).max(axis=1)
        # The second of a pair may repeat the first; a text of no length may not follow.
        earliest = np.where(last & ~before, latest, latest + 1)
        for row, allowed in zip(logits, earliest, strict=True):
            row[self.first_timestamp : allowed] = FORBIDDEN

    def _forbid_text(self, logits: Logits, rows: np.ndarray) -> None:
        """After the timestamp that closes a text comes the next timestamp, or end-of-text."""
        end = logits[rows, self.end_of_text]
        logits[rows, : self.first_timestamp] = FORBIDDEN
        logits[rows, self.end_of_text] = end

    def _prefer(self, logits: Logits) -> None:
        """Where all timestamps together are likelier than the likeliest other token, a timestamp it must be."""
        text, timestamps = logits[:, : self.first_timestamp], logits[:, self.first_timestamp :]
        peak = timestamps.max(axis=1)
        allowed = np.flatnonzero(np.isfinite(peak))
        together = peak[allowed] + np.log(np.exp(timestamps[allowed] - peak[allowed, None]).sum(axis=1))
        logits[allowed[together > text[allowed].max(axis=1)], : self.first_timestamp] = FORBIDDEN


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that forbids tokens in one decoding: ids forbidden always, ids forbidden first, timestamp rules."""

    always: TokenIds
    at_start: TokenIds
    timestamps: TimestampRules | None

    @classmethod
    def of(cls, checkpoint: Checkpoint, *, timestamps: bool) -> Self:
        """The rules of a checkpoint, decoding with or without timestamp tokens."""
        vocabulary = checkpoint.vocabulary
        return cls(
            always=_always_forbidden(checkpoint, timestamps=timestamps),
            at_start=np.array(sorted(checkpoint.suppressed_at_start), dtype=np.int64),
            timestamps=_timestamp_rules(vocabulary, checkpoint.max_initial_timestamp) if timestamps else None,
        )

    def apply(self, logits: Logits, generated: TokenIds) -> None:
        """Sets the (B, V) logits of forbidden tokens to -inf in place; `generated` are the (B, n) tokens so far."""
        logits[:, self.always] = FORBIDDEN
        if generated.shape[1] == 0:
            logits[:, self.at_start] = FORBIDDEN
        if self.timestamps is not None:
            self.timestamps.apply(logits, generated)


def _timestamp_rules(vocabulary: Vocabulary, max_initial: int | None) -> TimestampRules:
    return TimestampRules(vocabulary.first_timestamp, vocabulary.end_of_text, max_initial)


def _always_forbidden(checkpoint: Checkpoint, *, timestamps: bool) -> TokenIds:
    """What the checkpoint names, all special tokens but end-of-text, and timestamps unless they are wanted."""
    vocabulary, size = checkpoint.vocabulary, checkpoint.dimensions.vocabulary
    first_special = min(vocabulary.start_of_transcript, vocabulary.end_of_text)
    end = vocabulary.first_timestamp if timestamps else size
    forbidden = {*checkpoint.suppressed, *range(first_special, end)} - {vocabulary.end_of_text}
    return np.array(sorted(token for token in forbidden if token < size), dtype=np.int64)
