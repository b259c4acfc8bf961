"""Passages of a window whose decoder said their times with Whisper's timestamp tokens.

The tokens come in pairs around each passage, `<|0.00|> text <|2.40|><|2.40|> text <|5.12|>`; a hypothesis that was cut
short may lack the last one.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Protocol

from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.units import Seconds


class TimestampReader(Protocol):
    """The part of a `Vocabulary` that is needed here."""

    def is_timestamp(self, token: int) -> bool:
        """Whether the token is a timestamp."""

    def timestamp_seconds(self, token: int) -> Seconds:
        """Seconds from the window's start that a timestamp says."""

    def decode(self, ids: Sequence[int]) -> str:
        """Text of the ids without special and timestamp tokens."""


def with_passages(result: WindowResult, vocabulary: TimestampReader) -> WindowResult:
    """The result with the passages that its timestamp tokens mark; times are kept inside the window and in order.

    Text before the first timestamp begins where the speech does, text after the last one ends with it.
    """
    tokens = result.hypothesis.tokens
    marks = [place for place, token in enumerate(tokens) if vocabulary.is_timestamp(token)]
    said = [min(result.start + vocabulary.timestamp_seconds(tokens[place]), result.end) for place in marks]
    speech_start, speech_end = result.speech
    times = list(accumulate([min([speech_start, *said]), *said, max([speech_end, *said])], max))
    texts = [
        vocabulary.decode(tokens[before + 1 : after]).strip() for before, after in pairwise([-1, *marks, len(tokens)])
    ]
    passages = [Passage(start, end, text) for text, (start, end) in zip(texts, pairwise(times), strict=True) if text]
    return replace(result, passages=tuple(passages))
