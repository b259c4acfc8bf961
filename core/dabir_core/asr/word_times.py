"""The words of a decoded window with believable times.

The alignment gives all of the sound to some word, silence too. Here words are taken out of the silence (a word lives
in the one speech span with which it shares most time), kept from stretching over pauses that were not seen as such, and
given back the sound that the mark before a pause took from them.

Source: the ideas of openai/whisper@c0d2f62 timing.py (durations) and whisper.cpp PR 3675 (speech spans), simplified.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from dabir_core.arrays import CrossAttention, TokenIds
from dabir_core.asr.alignment import token_boundaries, tokens_to_align
from dabir_core.asr.window_result import WindowResult
from dabir_core.asr.words import letters_of_tokens, spell_words, spoken_letters, time_words
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import Word
from dabir_core.units import POSITIONS_PER_SECOND, SAMPLE_RATE_HZ, Seconds, to_samples, to_seconds

Aligns = Callable[[TokenIds], CrossAttention]

Stretch = tuple[Seconds, Seconds]
"""Start and end of speech without a pause."""

SHORTEST_PAUSE: Seconds = 0.2
"""A shorter gap between spans may be a stop consonant within a word."""
LONGEST_WORD: Seconds = 0.6
LONGEST_LETTER: Seconds = 0.12
"""A word lasts at most the one and, for each of its letters, the other: well above the pace of slow reading."""
LONGEST_TAIL: Seconds = 0.6
"""A mark is decoded while the word before it is still heard, and so is end-of-text: up to 0.5 s early (demo note)."""
DETECTOR_TRAIL: Seconds = 0.064
"""Silero ends speech two frames late (median over 240 synthetic utterances; a quarter of them 3 frames)."""


class TokenSpeller(Protocol):
    """The part of a `Vocabulary` that is needed here."""

    @property
    def end_of_text(self) -> int:
        """The token that ends each text."""

    def token_bytes(self, token: int) -> bytes:
        """UTF-8 bytes of one token, possibly a part of a letter; empty for special and timestamp tokens."""


def with_words(result: WindowResult, align: Aligns, *, prompt: Sequence[int], vocabulary: TokenSpeller) -> WindowResult:
    """The result with its words, by one alignment pass.

    Args: align:  gives the cross-attention of the window's alignment heads to (L,) tokens.
          prompt: the tokens that start a transcript without timestamps, without previous text.
    """
    spoken = [
        (token, spelled, log_probability)
        for token, log_probability in zip(result.hypothesis.tokens, result.hypothesis.log_probabilities, strict=False)
        if (spelled := vocabulary.token_bytes(token))
    ]
    if not spoken:
        return replace(result, words=())
    tokens, spellings, log_probabilities = zip(*spoken, strict=True)
    attention = align(tokens_to_align(prompt, tokens, end_of_text=vocabulary.end_of_text))
    positions = to_samples(result.end - result.start) * POSITIONS_PER_SECOND // SAMPLE_RATE_HZ
    boundaries = token_boundaries(
        attention, prompt_length=len(prompt), positions=positions, letters=letters_of_tokens(spellings)
    )
    words = time_words(
        spell_words(spellings, language=result.language),
        boundaries,
        log_probabilities=log_probabilities,
        offset=result.start,
    )
    return replace(result, words=settle_words(words, result.spans, window_end=result.end))


def settle_words(words: Sequence[Word], spans: Sequence[SpeechSpan], *, window_end: Seconds) -> tuple[Word, ...]:
    """Words shortened to the speech that they are in and to a length that can be believed, in order.

    Only the last word before a pause may become longer: by `LONGEST_TAIL` at most, to the end of its speech. A word
    that lies wholly in silence keeps its place: the speech detector is not always right.
    """
    stretches = _between_pauses(spans, window_end)
    followers = [*(word.start for word in words[1:]), math.inf]
    return tuple(
        _within_length(_within_speech(word, stretches, until=follower))
        for word, follower in zip(words, followers, strict=False)
    )


def _between_pauses(spans: Sequence[SpeechSpan], window_end: Seconds) -> list[Stretch]:
    """The spans' times, joined where the gap is no pause, and ended when the voice does.

    Speech that reaches the window's end was cut there: no pause was detected after it.
    """
    stretches: list[Stretch] = []
    for span in spans:
        start, end = to_seconds(span.start_samples), to_seconds(span.end_samples)
        if stretches and start - stretches[-1][1] < SHORTEST_PAUSE:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return [(start, end if end >= window_end else max(start, end - DETECTOR_TRAIL)) for start, end in stretches]


def _within_speech(word: Word, stretches: Sequence[Stretch], *, until: Seconds) -> Word:
    """The word inside one stretch; `until` is when the next word begins."""

    def shared(stretch: Stretch) -> Seconds:
        return min(word.end, stretch[1]) - max(word.start, stretch[0])

    heard = max(stretches, key=shared, default=None)
    if heard is None or shared(heard) <= 0:
        return word
    first, last = heard
    is_before_pause = word.end < last <= min(until, word.end + LONGEST_TAIL)
    return replace(word, start=max(word.start, first), end=last if is_before_pause else min(word.end, last))


def _within_length(word: Word) -> Word:
    """Ends a word that stretches into a pause: the decoder stays at a word until it hears the next one."""
    longest = LONGEST_WORD + LONGEST_LETTER * spoken_letters(word.text)
    return replace(word, end=min(word.end, word.start + longest))
