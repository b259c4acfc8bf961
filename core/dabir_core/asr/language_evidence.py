"""What the windows of one recording say together of its language: sums that forget, and a change only for good reason.

A window alone is a poor witness: another program let a German talk flip to English at p = 0.43 and 0.29 and spoiled its
text (SYSTRAN/faster-whisper#1322). Here each window's log-probabilities are summed over the recording, weighted by its
seconds of speech, and older ones fade; the language changes only when another one is ahead by a margin.

    sum = faded sum + weight × log-probability         weight = 1 - 2^(-seconds / half-life)

so that sums are means over the recent speech, and one second moves them by 0.07, 25 s by 0.82 of what they hear. Pure.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dabir_core.asr.look_alikes import LOOK_ALIKES
from dabir_core.units import Seconds

HALF_LIFE: Final[Seconds] = 10.0
"""Speech after which what was heard counts half: two windows of 10 s at p = 0.9 outweigh an hour of another
language."""
CEILING: Final = math.log(0.95 / 0.05)
"""Nats that a candidate may fall behind in one window. The models are too sure of themselves: above 0.95 against one
other, more probability means no more evidence."""
MARGIN: Final = 0.7
"""Nats by which another language must be ahead, twice as likely; less than CEILING × the weight of 4 s of speech, so no
word or two changes the language of a recording. Held in proportion to what was heard before: a first second of speech
decides little."""
OVERWHELMING: Final = 0.95
OVERWHELMING_SECONDS: Final[Seconds] = 5.0
"""A window as sure and as long as this changes the language by itself."""


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language to decode in, and this window's own probability of it among the candidates.

    It may be below one half, where the language is held by what was heard before.
    """

    language: str
    probability: float


@dataclass(frozen=True, slots=True)
class LanguageClues:
    """What one window says of its language: enough to decide it, and all later ones, again.

    log_probabilities  nats of each candidate among all languages, heard at start-of-transcript
    seconds            how long somebody speaks
    decided            the language that was decided on, before any text
    written            the other candidate that the letters of its text say, where these had to decide and say one
    """

    log_probabilities: tuple[float, ...]
    seconds: Seconds
    decided: str
    written: str | None = None


@dataclass(frozen=True, slots=True)
class LanguageEvidence:
    """All that was heard so far; `heard` and `written` give the evidence with one more window.

    sums      nats by candidate, higher for likelier ones
    weight    how much was heard for them, 0 to 1
    language  the one that is believed; the first candidate before the first window
    """

    candidates: tuple[str, ...]
    sums: tuple[float, ...]
    language: str
    weight: float = 0.0

    @classmethod
    def none_yet(cls, candidates: Sequence[str]) -> "LanguageEvidence":
        """Before the first window."""
        return cls(tuple(candidates), (0.0,) * len(candidates), candidates[0])

    def heard(self, log_probabilities: Sequence[float], seconds: Seconds) -> "tuple[LanguageEvidence, LanguageGuess]":
        """With one more window, and the language to decode it in.

        Args: log_probabilities: nats of each candidate among all languages. seconds: how long somebody speaks.
        """
        most = max(log_probabilities)
        behind = tuple(value - most for value in log_probabilities)
        among = sum(map(math.exp, behind))
        is_overwhelming = 1.0 / among >= OVERWHELMING and seconds >= OVERWHELMING_SECONDS
        is_other = behind[self.candidates.index(self.language)] < 0.0
        former = LanguageEvidence.none_yet(self.candidates) if is_overwhelming and is_other else self
        evidence = former._with(behind, seconds)
        own = behind[self.candidates.index(evidence.language)]
        return evidence, LanguageGuess(evidence.language, math.exp(own) / among)

    def written(self, language: str, seconds: Seconds) -> "LanguageEvidence":
        """With what the letters of the last window's text say, which counts as a window of sure sound does."""
        return self._with(tuple(0.0 if each == language else -CEILING for each in self.candidates), seconds)

    @property
    def is_undecided(self) -> bool:
        """Whether the language is a look-alike and another one about as likely, so that letters should decide."""
        if self.language not in LOOK_ALIKES:
            return False
        leads = dict(zip(self.candidates, self.sums, strict=True))
        own = leads.pop(self.language)
        return any(own - lead < MARGIN for other, lead in leads.items() if other in LOOK_ALIKES)

    def _with(self, behind: Sequence[float], seconds: Seconds) -> "LanguageEvidence":
        """`behind` is how far each candidate is below the best, in nats, 0 or less."""
        fading = 2.0 ** (-seconds / HALF_LIFE)
        fresh = [max(value, -CEILING) for value in behind]
        sums = tuple(fading * old + (1.0 - fading) * new for old, new in zip(self.sums, fresh, strict=True))
        lead = max(sums) - sums[self.candidates.index(self.language)]
        best = self.candidates[sums.index(max(sums))]
        return replace(
            self,
            sums=sums,
            weight=fading * self.weight + 1.0 - fading,
            language=best if lead > MARGIN * self.weight else self.language,
        )
