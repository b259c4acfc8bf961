"""How much sound the encoder is given for a window: the checkpoint's whole window, or less for a short one. Pure.

Whisper was trained on windows padded to 30 s, and the padding is most of what a voice note costs. Given less, many
checkpoints invent text or loop (openai's `small.en`: word error rate 2.8 → 80 %, and 2.8 again after training for it;
reported by FUTO, whisper-acft), so only one that passed `dabir models check --speech` is.

Lengths come in a few steps, so that windows of one length can share a batch. Beyond the window's end some silence is
left, since checkpoints were trained to end their text in it. The steps and the 2.56 s of silence are chosen, not
measured; the bundled demo checkpoint reads its sample alike with 0, 1, 2.56 and 4 s.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

from dabir_core.asr.dimensions import Dimensions
from dabir_core.units import Seconds, to_samples

STEPS: Final[tuple[Seconds, ...]] = (6.0, 8.0, 10.0, 13.0, 16.0, 20.0, 25.0)
"""Shorter than a whole window; of a checkpoint whose own window is shorter, those that fit in it."""
SLACK: Final[Seconds] = 2.56
_SLACK_SAMPLES: Final = to_samples(SLACK)


@dataclass(frozen=True, slots=True)
class InputLengths:
    """The lengths that the encoder's input may have, in samples, growing; the last one is the whole window."""

    samples: tuple[int, ...]

    def __post_init__(self) -> None:
        """A programming error where there is none, or where they do not grow."""
        assert self.samples, "the whole window is always allowed"
        assert all(shorter < longer for shorter, longer in pairwise(self.samples)), self.samples

    @classmethod
    def full(cls, dimensions: Dimensions) -> Self:
        """The whole window only: what every checkpoint can read."""
        return cls((dimensions.window_samples,))

    @classmethod
    def short(cls, dimensions: Dimensions, *, shortest: Seconds = STEPS[0]) -> Self:
        """All steps from `shortest` on, and the whole window."""
        steps = (to_samples(step) for step in short_steps(dimensions) if step >= shortest)
        return cls((*steps, dimensions.window_samples))

    @property
    def whole(self) -> int:
        """The checkpoint's own window."""
        return self.samples[-1]

    def of(self, window_samples: int) -> int:
        """The shortest length that holds so many samples and the silence after them; the whole one where none does."""
        return next((length for length in self.samples if length >= window_samples + _SLACK_SAMPLES), self.whole)


def short_steps(dimensions: Dimensions) -> tuple[Seconds, ...]:
    """The steps that are shorter than the checkpoint's own window."""
    return tuple(step for step in STEPS if to_samples(step) < dimensions.window_samples)


def longest_sound(length: int) -> int:
    """How many samples of sound an input of so many samples holds, with the silence after them."""
    return length - _SLACK_SAMPLES
