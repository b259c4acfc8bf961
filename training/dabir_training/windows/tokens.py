"""What the decoder is given and what it is to answer, as Whisper was trained. Pure.

    <|startofprev|> text before  <|startoftranscript|> <|fa|> <|transcribe|>  <|0.40|> text<|3.10|><|3.50|> text<|7.02|>

The labels are the same tokens one place earlier, up to the end of the text. Nothing is learned of the text before. In a
window where nobody speaks, the answer to the start is «no speech», which our guards ask for, and then the end at once.
Times are counted in steps of 0.02 s. Source: Radford et al. 2022, §2.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dabir_core.asr.vocabulary import TIMESTAMP_STEP
from dabir_core.units import Seconds, to_seconds
from dabir_training.windows.target import Target

IGNORED: Final = -100
"""What torch's cross entropy leaves out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said from when to when; an end of None is beyond the window, and the text with it."""

    text: str
    start: Seconds
    end: Seconds | None


@dataclass(frozen=True, slots=True)
class Request:
    """How a window is asked for: its language, whether with times, and the text before it."""

    language: str
    has_times: bool = False
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """(L,) tokens that the decoder is given, and the one that is to follow each of them, or IGNORED."""

    inputs: tuple[int, ...]
    labels: tuple[int, ...]


def fitting_passages(passages: Sequence[Passage], request: Request, target: Target) -> list[Passage]:
    """The passages without the last ones, if all of them are more than the decoder has positions for."""
    kept = list(passages)
    room = target.sizes.target_positions - len(target.start(request.language, has_times=request.has_times))
    while kept and len(_body(kept, request, target)) > room:
        kept.pop()
    return kept


def answer(passages: Sequence[Passage], request: Request, target: Target) -> Answer:
    """What a window's passages are in tokens; of the text before, as much of its end as there is room for.

    Args: passages: in their order, as `fitting_passages` left them.
    """
    body = _body(passages, request, target)
    start = target.start(request.language, has_times=request.has_times)
    before = _before(request.previous, target, room=target.sizes.target_positions - len(start) - len(body))
    tokens = [*before, *start, *body, target.vocabulary.end_of_text]
    labels = [*[IGNORED] * len(before), *tokens[len(before) + 1 :]]
    if not passages:
        labels[len(before) : len(before) + len(start) - 1] = _no_speech(target, len(start) - 1)
    return Answer(tuple(tokens[:-1]), tuple(labels))


def _body(passages: Sequence[Passage], request: Request, target: Target) -> list[int]:
    if not request.has_times:
        spoken = (passage.text for passage in passages if passage.end is not None)
        return [token for text in spoken for token in target.vocabulary.encode(f" {text.strip()}")]
    clock = _Clock(target)
    tokens: list[int] = []
    for passage in passages:
        tokens.append(clock.token(passage.start))
        if passage.end is not None:
            tokens += target.vocabulary.encode(f" {passage.text.strip()}")
            tokens.append(clock.token(passage.end))
    return tokens


class _Clock:
    """Timestamp tokens that never go back."""

    def __init__(self, target: Target) -> None:
        window = round(to_seconds(target.sizes.window_samples) / TIMESTAMP_STEP)
        first, last = target.vocabulary.first_timestamp, target.vocabulary.last_timestamp
        self._first, self._last_step, self._step = first, min(window, last - first), 0

    def token(self, time: Seconds) -> int:
        self._step = min(max(self._step, round(time / TIMESTAMP_STEP)), self._last_step)
        return self._first + self._step


def _before(previous: str, target: Target, *, room: int) -> list[int]:
    """The end of the text before, in at most half of the decoder's positions, as core gives it."""
    limit = min(target.sizes.target_positions // 2, room) - 1
    if not previous.strip() or limit < 1:
        return []
    return [target.vocabulary.start_of_previous, *target.vocabulary.encode(f" {previous.strip()}")[-limit:]]


def _no_speech(target: Target, count: int) -> list[int]:
    """Labels of the start of a transcript, but for its last token's."""
    return [target.vocabulary.no_speech, *[IGNORED] * (count - 1)] if count else []
