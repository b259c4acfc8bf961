"""Judges a decoded window: the reasons, if any, not to believe its text. Pure; what is done about them is the ladder's.

Each rule stands on its own and has its reason beside it; none needs the sound. The customary thresholds are those of
openai/whisper@c0d2f62 transcribe.py (2.4, -1.0, 0.6); what is ours is written for Persian.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dabir_core.asr.boilerplate import is_boilerplate
from dabir_core.asr.doubts import Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language import ENGLISH
from dabir_core.asr.repetition import TOKEN_LOOP, WORD_LOOP, compression_ratio, has_loop, plain_words, word_ids
from dabir_core.asr.script_check import is_wrong_script
from dabir_core.asr.unheard import longest_unheard
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import Task
from dabir_core.transcript import EndedBy
from dabir_core.units import Seconds, to_seconds

_TOKENS_PER_SECOND: Mapping[str, float] = MappingProxyType({"fa": 18.0, "ar": 18.0, "ur": 18.0, ENGLISH: 9.0})


@dataclass(frozen=True, slots=True)
class GuardLimits:
    """Where text stops being believable.

    tokens_per_second   of speech, pauses not counted, by language: 4.7 words at 3.8 tokens for Persian (measured with
                        Whisper's vocabulary), 6 words at 1.5 for English; `other_tokens_per_second` where not measured
    spare_tokens        beyond that, since the detector may hear too little of a short word
    compression         letters for each compressed byte, of at least `compression_letters`; 3 repeats reach 2.2
    log_probability     mean over the tokens, nats
    stretch, stretch_log_probability   mean over so many tokens in a row: 1 in 20 for each of them. A name that the
                        checkpoint never heard has one or two improbable tokens (-6 each) and then goes on as it must
    no_speech           probability of the no-speech token; counts with low log-probability or `hardly_any_speech`
    weak_log_probability, weak_speech   below one of them, credits and thanks are inventions
    unheard             speech without a pause that no word stands for, or all of it where there is no text; a sentence
                        takes more, few hesitations do
    echo_words          a text of so many words that stands in the prompt is an echo of it
    """

    tokens_per_second: Mapping[str, float] = field(default_factory=lambda: _TOKENS_PER_SECOND)
    other_tokens_per_second: float = 25.0
    spare_tokens: int = 8
    compression: float = 2.4
    compression_letters: int = 80
    log_probability: float = -1.0
    stretch: int = 5
    stretch_log_probability: float = -3.0
    no_speech: float = 0.6
    hardly_any_speech: float = 0.1
    weak_log_probability: float = -0.7
    weak_speech: float = 0.3
    unheard: Seconds = 1.0
    echo_words: int = 3


class WindowJudge(Protocol):
    """Tells why a window's text is not believed; tests and benchmarks have their own."""

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        """All reasons; none for a good window. `prompt` is the earlier text that this attempt was told, if any."""


@dataclass(frozen=True, slots=True)
class Guards:
    """Obeys `WindowJudge`.

    first_timestamp   the vocabulary's; tokens from there on are no text
    candidates        what the language was detected among; none if it was forced
    """

    first_timestamp: int
    task: Task = Task.TRANSCRIBE
    candidates: tuple[str, ...] = ()
    limits: GuardLimits = field(default_factory=GuardLimits)

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        """See WindowJudge; of an empty text only that it lacks something."""
        unfinished = (Doubt.UNFINISHED,) if result.hypothesis.ended_by is not EndedBy.END_OF_TEXT else ()
        if not result.text:
            return unfinished or ((Doubt.UNHEARD,) if self._passes_all_over(result) else ())
        language = ENGLISH if self.task is Task.TRANSLATE else result.language
        findings = {
            Doubt.UNHEARD: self._passes_over(result),
            Doubt.TOO_MANY_TOKENS: self._too_many_tokens(result, language),
            Doubt.LOOP: self._loops(result),
            Doubt.REPETITIVE: self._repeats(result.text),
            Doubt.UNSURE: self._is_unsure(result.hypothesis),
            Doubt.NO_SPEECH: self._hears_no_speech(result),
            Doubt.BOILERPLATE: self._has_weak_evidence(result) and is_boilerplate(result.text),
            Doubt.WRONG_SCRIPT: is_wrong_script(result.text, language, candidates=self.candidates),
            Doubt.PROMPT_ECHO: is_echo(result.text, prompt, fewest_words=self.limits.echo_words),
        }
        return (*unfinished, *(doubt for doubt, holds in findings.items() if holds))

    def _passes_over(self, result: WindowResult) -> bool:
        """Not asked of a translation: its words stand where the decoder thought of them, not where they are said."""
        return self.task is not Task.TRANSLATE and longest_unheard(result) > self.limits.unheard

    def _passes_all_over(self, result: WindowResult) -> bool:
        """Whether speech was detected, of which the decoder wrote nothing and did not say that there is none."""
        says_so = result.hypothesis.no_speech_probability > self.limits.no_speech
        return bool(result.spans) and not says_so and speech_seconds(result) > self.limits.unheard

    def _tokens(self, result: WindowResult) -> list[int]:
        return [token for token in result.hypothesis.tokens if token < self.first_timestamp]

    def _too_many_tokens(self, result: WindowResult, language: str) -> bool:
        limits = self.limits
        rate = limits.tokens_per_second.get(language, limits.other_tokens_per_second)
        return len(self._tokens(result)) > rate * speech_seconds(result) + limits.spare_tokens

    def _loops(self, result: WindowResult) -> bool:
        return has_loop(word_ids(result.text), WORD_LOOP) or has_loop(self._tokens(result), TOKEN_LOOP)

    def _repeats(self, text: str) -> bool:
        return len(text) >= self.limits.compression_letters and compression_ratio(text) > self.limits.compression

    def _is_unsure(self, hypothesis: Hypothesis) -> bool:
        limits = self.limits
        least = least_log_probability(hypothesis.log_probabilities, stretch=limits.stretch)
        return hypothesis.mean_log_probability < limits.log_probability or least < limits.stretch_log_probability

    def _hears_no_speech(self, result: WindowResult) -> bool:
        if result.hypothesis.no_speech_probability <= self.limits.no_speech:
            return False
        is_unsure = result.hypothesis.mean_log_probability < self.limits.log_probability
        return is_unsure or speech_ratio(result) < self.limits.hardly_any_speech

    def _has_weak_evidence(self, result: WindowResult) -> bool:
        is_unsure = result.hypothesis.mean_log_probability < self.limits.weak_log_probability
        return is_unsure or speech_ratio(result) < self.limits.weak_speech


def least_log_probability(log_probabilities: Sequence[float], *, stretch: int) -> float:
    """The least mean of so many values in a row; 0 where there are fewer, whose mean is judged anyway."""
    if len(log_probabilities) < stretch:
        return 0.0
    return float(sliding_window_view(np.asarray(log_probabilities), stretch).mean(axis=1).min())


def speech_seconds(result: WindowResult) -> Seconds:
    """How long somebody speaks in the window; all of it where no span is known."""
    if not result.spans:
        return result.end - result.start
    return to_seconds(sum(span.samples for span in result.spans))


def speech_ratio(result: WindowResult) -> float:
    """The share of the window in which somebody speaks; 1 where no span is known."""
    return speech_seconds(result) / (result.end - result.start)


def is_echo(text: str, prompt: str, *, fewest_words: int) -> bool:
    """Whether the text's words stand in the prompt, one after the other, punctuation aside."""
    said, told = plain_words(text), plain_words(prompt)
    places = range(len(told) - len(said) + 1)
    return len(said) >= fewest_words and any(told[place : place + len(said)] == said for place in places)
