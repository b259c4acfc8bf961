"""The sound of a recording while it is made: 16 kHz mono blocks with their place in it, for live text.

Read from the file that is being written, not from a queue: the writer knows nothing of its readers, a slow one keeps
its place without memory and without losing a sample, and what it hears is what a later pass over the file hears (the
same mixing and resampling). Silence that was written for a gap is not given; the block after it says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.audio.mix import STRETCH, Mixer
from dabir_core.audio.resample import Resampler
from dabir_core.audio.stretch import SourceFormat
from dabir_core.record.growth import Grown, Growth
from dabir_core.record.recording import GapKind
from dabir_core.record.wave_file import HEADER_BYTES
from dabir_core.units import SAMPLE_RATE_HZ, Seconds

LONGEST_BLOCK: Final[Seconds] = 1.0
"""What is given at once to a reader that is behind."""
_FULL_SCALE: Final = 32768.0
_CHANNEL_NAMES: Final = {1: ("FC",), 2: ("FL", "FR")}


@dataclass(frozen=True, slots=True)
class LiveBlock:
    """A fifth of a second of sound, or up to a second for a reader that is behind; shorter before a gap and at the end.

    `start` is the place of its first sample in the recording: the time that the file's own transcript would give.
    `after` says what lies between it and the block before (sound missing, or a pause), None if nothing does.
    """

    start: Seconds
    samples: Waveform
    after: GapKind | None = None

    @property
    def end(self) -> Seconds:
        """The place of what comes after it."""
        return self.start + len(self.samples) / SAMPLE_RATE_HZ


class LiveSound:
    """Reads a recording along, from its beginning to its end; for one reader, in any thread."""

    def __init__(self, growth: Growth, *, start: Seconds = 0.0) -> None:
        """`start` is a place in the recording; what lies before it is left out."""
        self._growth = growth
        self._start = start
        self._frame = 0
        self._breaks_passed = 0
        self._stretch: _Stretch | None = None
        self._after: GapKind | None = None
        self._is_over = False

    @property
    def growth(self) -> Growth:
        """What it reads along with, for a reader in another process (`WorkerClient.listen`)."""
        return self._growth

    @property
    def behind(self) -> Seconds:
        """How much sound is recorded and not taken yet."""
        grown = self._growth.now()
        return 0.0 if grown is None else (grown.frames - self._frame) / grown.form.rate_hz

    @property
    def is_over(self) -> bool:
        """Whether the last block was taken."""
        return self._is_over

    def __iter__(self) -> Iterator[LiveBlock]:
        """The blocks to the recording's end, waiting for them."""
        while not self._is_over:
            block = self.take()
            if block is not None:
                yield block

    def take(self, timeout: Seconds | None = None) -> LiveBlock | None:
        """The next block; None if none comes in that time, or if there is none any more (`is_over`)."""
        while not self._is_over:
            if not self._growth.wait(self._can_go_on, timeout):
                return None
            grown = self._growth.now()
            if grown is None:
                self._is_over = True
                return None
            self._pass_over(grown)
            block = self._read(grown)
            if block is not None and len(block.samples):
                return block
        return None

    def _pass_over(self, grown: Grown) -> None:
        """Goes to the start, once."""
        if not self._start:
            return
        self._frame, self._start = min(round(self._start * grown.form.rate_hz), grown.frames), 0.0
        self._breaks_passed = sum(gap.start + gap.silence <= self._frame for gap in grown.breaks)

    def _can_go_on(self, grown: Grown | None) -> bool:
        if grown is None:
            return False
        self._pass_over(grown)
        ahead = self._limit(grown) - self._frame
        return ahead >= STRETCH * grown.form.rate_hz or len(grown.breaks) > self._breaks_passed

    def _limit(self, grown: Grown) -> int:
        breaks = grown.breaks[self._breaks_passed :]
        return breaks[0].start if breaks else grown.frames

    def _read(self, grown: Grown) -> LiveBlock | None:
        limit = self._limit(grown)
        if self._frame < limit:
            return self._sound(grown, min(limit, self._frame + round(LONGEST_BLOCK * grown.form.rate_hz)))
        stretch, self._stretch = self._stretch, None
        block = None if stretch is None else LiveBlock(stretch.place, stretch.resampler.tail(), self._after)
        if block is not None and len(block.samples):
            self._after = None
        if len(grown.breaks) > self._breaks_passed:
            gap = grown.breaks[self._breaks_passed]
            self._breaks_passed += 1
            self._frame = gap.start + gap.silence
            self._after = gap.kind
        else:
            self._is_over = grown.is_over
        return block

    def _sound(self, grown: Grown, end: int) -> LiveBlock:
        if self._stretch is None:
            self._stretch = _Stretch(grown, self._frame)
        pcm = _frames(grown, self._frame, end)
        self._frame = end
        start, after = self._stretch.place, self._after
        samples = self._stretch.feed(pcm)
        if len(samples):
            self._after = None
        return LiveBlock(start, samples, after)


class _Stretch:
    """Sound without a gap, on its way to 16 kHz; knows the place of the sample that comes out next."""

    def __init__(self, grown: Grown, frame: int) -> None:
        form = grown.form
        self._mixer = Mixer(SourceFormat(form.rate_hz, _CHANNEL_NAMES[form.channels]))
        self.resampler = Resampler(form.rate_hz)
        self._origin = frame / form.rate_hz
        self._given = 0

    @property
    def place(self) -> Seconds:
        """Where the next sample stands in the recording."""
        return self._origin + self._given / SAMPLE_RATE_HZ

    def feed(self, samples: NDArray[np.float32]) -> Waveform:
        """Takes (C, T); gives what is ready."""
        ready = self.resampler.resample(self._mixer.mix(samples))
        self._given += len(ready)
        return ready


def _frames(grown: Grown, start: int, end: int) -> NDArray[np.float32]:
    """(C, T) float32 in [-1, 1), from the file."""
    width = grown.form.frame_bytes
    with grown.path.open("rb") as file:
        file.seek(HEADER_BYTES + start * width)
        content = file.read((end - start) * width)
    pcm = np.frombuffer(content, dtype="<i2").reshape(-1, grown.form.channels)
    return np.ascontiguousarray(pcm.T, dtype=np.float32) / np.float32(_FULL_SCALE)
