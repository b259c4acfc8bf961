"""A window cut in two at an inner silence, and the results of the two as one again. Pure.

A window that is too dense for the decoder, or that drove it into a loop, is often read well in two.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.speech import SpeechSpan, Window
from dabir_core.transcript import EndedBy
from dabir_core.units import SAMPLE_RATE_HZ, to_samples

_SHORTEST_SAMPLES: Final = 3 * SAMPLE_RATE_HZ
"""The halves of a shorter window are too short to be read better than the whole."""
_OUTER_SHARE: Final = 0.2
"""No half is shorter than this share of the window."""
_BREATH_SAMPLES: Final = to_samples(0.05)


def halve(window: Window) -> tuple[Window, Window] | None:
    """The window in two, cut in its longest pause that is not near its ends, or else where it is least loud.

    None for a window that is too short, or whose cut would leave a half without speech.
    """
    if window.waveform.size < _SHORTEST_SAMPLES:
        return None
    at = _cut(window)
    first, second = _part(window, 0, at), _part(window, at, window.waveform.size)
    return (first, second) if first.spans and second.spans else None


def _cut(window: Window) -> int:
    """A sample of the window, counted from its start."""
    outer = round(_OUTER_SHARE * window.waveform.size)
    pauses = [
        (after.start_samples - before.end_samples, (before.end_samples + after.start_samples) // 2)
        for before, after in pairwise(window.spans)
    ]
    middles = [(length, middle - window.start_samples) for length, middle in pauses]
    inner = [pause for pause in middles if outer <= pause[1] <= window.waveform.size - outer]
    return max(inner)[1] if inner else _quietest(window, outer)


def _quietest(window: Window, outer: int) -> int:
    """The middle of the least loud 50 ms that are not near the ends."""
    inner = window.waveform[outer : window.waveform.size - outer].astype(np.float64)
    breaths = inner[: inner.size - inner.size % _BREATH_SAMPLES].reshape(-1, _BREATH_SAMPLES)
    return outer + int(np.square(breaths).sum(axis=1).argmin()) * _BREATH_SAMPLES + _BREATH_SAMPLES // 2


def _part(window: Window, first: int, last: int) -> Window:
    start, end = window.start_samples + first, window.start_samples + last
    spans = (
        SpeechSpan(max(span.start_samples, start), min(span.end_samples, end))
        for span in window.spans
        if span.start_samples < end and span.end_samples > start
    )
    return Window(window.waveform[first:last], start, tuple(spans), window.number)


def join(results: Sequence[WindowResult]) -> WindowResult:
    """Neighbours' results as one window's; one result alone is itself.

    The joined hypothesis has the log-probability of end-of-text for the last one only. Where no words tell the times,
    passages do: each result's own, or one over its speech.
    """
    if len(results) == 1:
        return results[0]
    with_words = [result.words for result in results if result.words is not None]
    return replace(
        results[0],
        end=results[-1].end,
        spans=tuple(span for result in results for span in result.spans),
        hypothesis=_joined([result.hypothesis for result in results]),
        text=" ".join(result.text for result in results if result.text),
        words=tuple(word for words in with_words for word in words) if with_words else None,
        passages=tuple(passage for result in results for passage in _passages(result)),
        doubts=tuple(dict.fromkeys(doubt for result in results for doubt in result.doubts)),
    )


def _joined(hypotheses: Sequence[Hypothesis]) -> Hypothesis:
    """All tokens; the first reason for which one of them stopped early; as little no-speech as any of them heard."""
    inner = [each.log_probabilities[: len(each.tokens)] for each in hypotheses[:-1]]
    ends = [each.ended_by for each in hypotheses]
    return Hypothesis(
        tokens=tuple(token for each in hypotheses for token in each.tokens),
        log_probabilities=tuple(value for part in (*inner, hypotheses[-1].log_probabilities) for value in part),
        no_speech_probability=min(each.no_speech_probability for each in hypotheses),
        ended_by=next((end for end in ends if end is not EndedBy.END_OF_TEXT), EndedBy.END_OF_TEXT),
    )


def _passages(result: WindowResult) -> tuple[Passage, ...]:
    if result.passages is not None:
        return result.passages
    return (Passage(*result.speech, result.text),) if result.text else ()
