"""What a decoder hands on: sound as the file holds it, and the places where nothing could be decoded.

Legend: C channels, T samples.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dabir_core.units import Seconds

Channels = NDArray[np.float32]
"""(C, T) float32 at the source's own rate, full scale at 1."""


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """Rate and loudspeakers of a run of sound; FFmpeg's names (FL, FR, FC, LFE, …), one for each channel."""

    rate_hz: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A run of decoded sound; `samples` is (C, T) and C is the count of its format's channels."""

    samples: Channels
    format: SourceFormat


@dataclass(frozen=True, slots=True)
class Gap:
    """A damaged packet or page: sound that the file once had; 0 seconds where its length cannot be known."""

    duration: Seconds


def clean(samples: NDArray[Any]) -> Channels:
    """Float samples of any width as float32 within full scale; what is not finite, as in damaged WAV, is silence."""
    finite = samples if np.isfinite(samples).all() else np.where(np.isfinite(samples), samples, 0.0)
    clipped: Channels = np.clip(finite, -1.0, 1.0).astype(np.float32, copy=False)
    return clipped


class Decoder(Protocol):
    """One opened file and the one way through it."""

    @property
    def duration(self) -> Seconds | None:
        """What the container says of its length; it may lie."""

    def read(self) -> Iterator[Stretch | Gap]:
        """Decodes from the start to the end, once; damage is told by a `Gap` and never raised."""

    def close(self) -> None:
        """Frees the file or ends the child process; calling it again changes nothing."""
