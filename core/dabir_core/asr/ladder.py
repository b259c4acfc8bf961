"""What is tried when a window's text is not believed, cheapest first, until an attempt is.

    as asked ─► the whole input ─► without the prompt ─► in the language of its letters ─► in two halves ─► five beams
             ─► temperature 0.4 ─► 0.8 ─► the best, with its doubts

Where a checkpoint may be given short windows unpadded, that is tried first, and once: all other rungs encode the input
as long as checkpoints were trained on. The encoder runs once for each length of the window and of its halves; all else
is decoding again. A text that was not finished and has no other fault goes to the halves as well, since its tail is
what is missing; one that passes over speech goes no further, since what the halves do not hear, no beam and no chance
does. Where another language's letters gave a better text, all later rungs are in that language. Only a text that is
taken for an invention where nobody speaks ends the climb at once. That is decided by the whole input as it was asked,
without the prompt: a prompt moves the no-speech probability, and tokens drawn by chance are improbable by nature.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from dabir_core.asr.doubts import NO_TEXT, Doubt
from dabir_core.asr.guards import WindowJudge
from dabir_core.asr.window_result import WindowResult

_WEIGHTS: Mapping[Doubt, int] = MappingProxyType(
    {
        Doubt.NO_SPEECH: 8,
        Doubt.BOILERPLATE: 8,
        Doubt.LOOP: 4,
        Doubt.REPETITIVE: 4,
        Doubt.PROMPT_ECHO: 4,
        Doubt.TOO_MANY_TOKENS: 2,
        Doubt.WRONG_SCRIPT: 2,
        Doubt.UNFINISHED: 2,
        Doubt.UNHEARD: 2,
        Doubt.UNSURE: 1,
    }
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a window is decoded; several beams take the likeliest text, whatever the temperature.

    `shortened` is for a `Hearing` that allows it: the encoder is given less than the checkpoint's whole window.
    """

    shortened: bool = False
    with_prompt: bool = False
    temperature: float = 0.0
    beams: int = 1


class Hearing(Protocol):
    """A window that went through the encoder, to be decoded as often as is needed."""

    @property
    def prompt(self) -> str:
        """The earlier text that the decoder is told, as people write it; empty if there is none."""

    @property
    def allows_short(self) -> bool:
        """Whether it is short enough, and its checkpoint good enough, for a shorter input of the encoder."""

    def decode(self, manner: Manner) -> WindowResult:
        """Decodes the window once, with the times that were asked for. Raises: Withdrawn when the job is to stop."""

    def as_written(self, text: str) -> "Hearing | None":
        """The window in the language that the letters of its text say; None where that is no other one, or forced."""

    def halves(self) -> "tuple[Hearing, Hearing] | None":
        """The window's two halves, encoded anew; None if it cannot be cut. Nothing is encoded before it is asked."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reading of the whole window, in one part or two, and the reasons not to believe it.

    `is_withheld` where its text is an invention that is not put out.
    """

    parts: tuple[WindowResult, ...]
    doubts: tuple[Doubt, ...]
    is_withheld: bool = False

    @property
    def score(self) -> tuple[int, bool, float]:
        """The higher, the better: the lighter doubts, then any text, then the tokens' higher mean log-probability.

        An invention weighs most, then text that repeats something, then text that lacks something or has wrong letters.
        Probability decides last, since loops are probable.
        """
        values = [value for part in self.parts for value in part.hypothesis.log_probabilities]
        has_text = any(part.text for part in self.parts)
        return -sum(_WEIGHTS[doubt] for doubt in self.doubts), has_text, sum(values) / max(1, len(values))


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs. `temperature` is what was asked for; `beams` and then hotter ones are tried after it."""

    judge: WindowJudge
    temperature: float = 0.0
    beams: int = 5
    hotter: tuple[float, ...] = (0.4, 0.8)

    def climb(self, hearing: Hearing) -> Attempt:
        """The first attempt that is believed or withheld, or else the best of all.

        Raises: Withdrawn when the job is to stop.
        """
        attempts: list[Attempt] = []
        for attempt in self._attempts(hearing):
            if attempt.is_withheld or not attempt.doubts:
                return attempt
            attempts.append(attempt)
        return max(attempts, key=lambda each: each.score)

    def _attempts(self, hearing: Hearing) -> Iterator[Attempt]:
        """Each rung is climbed when the next attempt is asked for."""
        asked = Manner(temperature=self.temperature)
        prompted = replace(asked, with_prompt=bool(hearing.prompt))
        if hearing.allows_short:
            yield self._whole(hearing, replace(prompted, shortened=True))
        if hearing.prompt:
            yield self._whole(hearing, prompted)
        plain = self._whole(hearing, asked)
        yield replace(plain, is_withheld=not NO_TEXT.isdisjoint(plain.doubts))
        written = hearing.as_written(plain.parts[0].text)
        if written is not None:
            again = self._whole(written, asked)
            yield again
            hearing = written if again.score > plain.score else hearing
        halves = hearing.halves()
        if halves is not None:
            yield self._in_halves(halves, asked)
        if set(plain.doubts) == {Doubt.UNHEARD}:
            return
        yield self._whole(hearing, Manner(beams=self.beams))
        for temperature in self.hotter:
            if temperature > self.temperature:
                yield self._whole(hearing, Manner(temperature=temperature))

    def _whole(self, hearing: Hearing, manner: Manner) -> Attempt:
        part = hearing.decode(manner)
        prompt = hearing.prompt if manner.with_prompt else ""
        return Attempt((part,), self.judge.doubts(part, prompt=prompt))

    def _in_halves(self, halves: tuple[Hearing, Hearing], manner: Manner) -> Attempt:
        """Each half is judged as a window of its own; what is doubted of one is doubted of the whole."""
        attempts = [self._half(half, manner) for half in halves]
        doubts = dict.fromkeys(doubt for attempt in attempts for doubt in attempt.doubts)
        return Attempt(tuple(part for attempt in attempts for part in attempt.parts), tuple(doubts))

    def _half(self, half: Hearing, manner: Manner) -> Attempt:
        """A half is a short window like any other: shortened where that is allowed, and again in full if doubted."""
        if half.allows_short:
            attempt = self._whole(half, replace(manner, shortened=True))
            if not attempt.doubts:
                return attempt
        return self._whole(half, manner)
