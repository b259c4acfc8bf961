"""How long a window may be, from how many tokens a second of the speaker's speech costs.

Persian costs 3.2 to 3.8 Whisper tokens a word (English 1.1): a full window of fast Persian reaches the token cap before
its speech ends, and what comes after is lost. So windows are as long as 80 % of the cap allows, measured while running.
Source: facts measured on Persian text with Whisper's own vocabulary; the field's habit is a cap of 224 tokens.
"""

from dataclasses import dataclass, replace

from dabir_core.units import Seconds

LONGEST: Seconds = 29.0
"""Leaves some silence at the end of 30 s, which tells the decoder that the sound is over; fuller windows are fewer."""
_SHORTEST: Seconds = 5.0  # a decoder that runs wild must not starve the next windows of context
_FAST_PERSIAN = 12.0  # tokens a second: 3.3 words of 3.6 tokens, taken for every speaker who was not heard yet
_SHARE = 0.8
_NEWEST_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class SpeechDensity:
    """What was measured so far; None until the first window is decoded, and fast Persian is expected."""

    tokens_per_second: float | None = None

    def measured(self, tokens: int, duration: Seconds) -> "SpeechDensity":
        """With one more window of so many tokens and seconds in the moving average; an empty window changes nothing."""
        if tokens == 0 or duration <= 0.0:
            return self
        newest = tokens / duration
        before = newest if self.tokens_per_second is None else self.tokens_per_second
        return replace(self, tokens_per_second=before + _NEWEST_WEIGHT * (newest - before))

    def window_limit(self, token_cap: int, *, longest: Seconds) -> Seconds:
        """The length that windows should have: within the checkpoint's `longest`, 29 s and 80 % of the token cap."""
        expected = _FAST_PERSIAN if self.tokens_per_second is None else self.tokens_per_second
        return min(LONGEST, longest, max(_SHORTEST, _SHARE * token_cap / expected))
