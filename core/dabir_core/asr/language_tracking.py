"""The language of each window of one recording, decided in the order of the windows whichever is read first.

Several windows of a recording are read at a time, each in a thread, and the same recording must give the same text
whatever the timing: window k is decided by windows 0 … k. Each thread tells what it heard at start-of-transcript,
before it decodes, and waits for those before it. That cannot lock: turns are taken in the order of the recording, a
reader waits only for turns before its own, and the first of those under way waits for nobody. So it is enough that the
windows of one recording begin to be read in their order, with however many threads, and that nothing which a waiting
reader holds is needed to encode an earlier window.
Where look-alikes are about as likely as each other, the next window also waits for this one's text: letters decide.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from dabir_core.asr.language_evidence import LanguageClues, LanguageEvidence, LanguageGuess
from dabir_core.progress import CancelToken
from dabir_core.units import Seconds

_POLL_SECONDS: Final = 0.05
"""A CancelToken wakes nobody, so who waits looks at it."""


class LanguageTracker:
    """The evidence of one recording, and whose turn it is to add to it."""

    def __init__(self, candidates: Sequence[str]) -> None:
        self.changed = threading.Condition()
        self.evidence = LanguageEvidence.none_yet(candidates)
        self._taken = 0
        self._over: set[int] = set()
        self._next = 0

    def turn(self) -> "LanguageTurn":
        """The next window's, taken in the order of the recording; it must be left, or all later ones wait."""
        with self.changed:
            self._taken += 1
            return LanguageTurn(self, self._taken - 1)

    def is_next(self, number: int) -> bool:
        """Whether all turns before this one are over and it is not."""
        return number == self._next

    def end(self, number: int) -> None:
        """The turn is over; again changes nothing."""
        with self.changed:
            if number >= self._next:
                self._over.add(number)
            while self._next in self._over:
                self._over.remove(self._next)
                self._next += 1
            self.changed.notify_all()


class LanguageTurn:
    """One window's turn, as a context; one that is left without a word lets the later windows go on without it."""

    def __init__(self, tracker: LanguageTracker, number: int) -> None:
        self._tracker = tracker
        self._number = number
        self._guess: LanguageGuess | None = None
        self.clues: LanguageClues | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tracker.end(self._number)

    def decide(
        self, log_probabilities: Sequence[float], seconds: Seconds, *, cancel: CancelToken
    ) -> LanguageGuess | None:
        """The window's language by all windows up to it, once those before it have told; None if cancelled meanwhile.

        Asked again, it answers the same.
        """
        if self._guess is None and self._wait(cancel):
            with self._tracker.changed:
                evidence, self._guess = self._tracker.evidence.heard(log_probabilities, seconds)
                self._tracker.evidence = evidence
            self.clues = LanguageClues(tuple(log_probabilities), seconds, self._guess.language)
            if not evidence.is_undecided:
                self._tracker.end(self._number)
        return self._guess

    def read(self, written: str | None) -> None:
        """What the letters of the window's first text say, if anything.

        It is heeded where the language is undecided and they say another one: the decoder is told a language, so that
        letters which agree with it say little.
        """
        with self._tracker.changed:
            if self.clues is None or not self._tracker.is_next(self._number):
                return
            if written != self.clues.decided and written in self._tracker.evidence.candidates:
                self._tracker.evidence = self._tracker.evidence.written(written, self.clues.seconds)
                self.clues = replace(self.clues, written=written)
            self._tracker.end(self._number)

    def belief(self, language: str) -> LanguageGuess:
        """The window's own probability of another candidate."""
        assert self.clues is not None, "the window was heard"
        candidates = self._tracker.evidence.candidates
        shares = [math.exp(value) for value in self.clues.log_probabilities]
        return LanguageGuess(language, shares[candidates.index(language)] / sum(shares))

    def _wait(self, cancel: CancelToken) -> bool:
        """Whether the turn came before the job was cancelled."""
        with self._tracker.changed:
            while not self._tracker.is_next(self._number):
                if cancel.is_cancelled:
                    return False
                self._tracker.changed.wait(_POLL_SECONDS)
        return True
