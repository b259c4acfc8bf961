"""A sound or video file in, 16 kHz mono float32 blocks out, in memory that does not grow with its length.

    decoder ─► stretches of the source's own format ─► mix ─► resample ─► blocks of a second
    (PyAV, or the ffmpeg executable where PyAV's libraries cannot be loaded: Windows' Smart App Control blocks them)

Damage is an outcome, not an error: what can be decoded is given, what cannot is counted in `Decoding.lost`. A change
of rate or channels in the middle of a file (joined MP3s, broadcast) begins a new mixer and a new resampler. Gaps in
the timestamps are not filled with silence.
"""

import shutil
from collections.abc import Generator, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.audio.ffmpeg import FfmpegDecoder
from dabir_core.audio.lost import LossLog, LostAudio
from dabir_core.audio.mix import STRETCH, Mixer
from dabir_core.audio.pyav import PyavDecoder, pyav_loads
from dabir_core.audio.regroup import regroup
from dabir_core.audio.resample import Resampler
from dabir_core.audio.source import check_source
from dabir_core.audio.stretch import Decoder, Gap, SourceFormat, Stretch
from dabir_core.errors import DecoderMissing, NoSound, SourceUnreadable
from dabir_core.units import SAMPLE_RATE_HZ, Seconds


def open_audio(path: Path) -> "Decoding":
    """Opens a file for decoding; to be used in a `with` statement, which frees it.

    Raises: SourceMissing, SourceIsFolder, SourceUnreadable, EmptySource, NotMedia, NoAudioStream, NoSound,
            DecoderMissing.
    """
    check_source(path)
    try:
        decoder = _open_decoder(path)
    except (
        OSError
    ) as cause:  # gone since it was checked, on a disk that fails, or a system's file that cannot be sought
        raise SourceUnreadable(str(path), detail=str(cause)) from cause
    return Decoding(decoder, subject=str(path))


def _open_decoder(path: Path) -> Decoder:
    if pyav_loads():
        return PyavDecoder(path)
    executable = shutil.which("ffmpeg")
    if executable is None:
        raise DecoderMissing(str(path))
    return FfmpegDecoder(path, Path(executable))


class Decoding:
    """One file on its way to a waveform; iterated once, from its start to its end."""

    def __init__(self, decoder: Decoder, *, subject: str) -> None:
        self._decoder = decoder
        self._subject = subject
        self._losses = LossLog()
        self._decoded: Seconds = 0.0
        self._blocks = self._decode()

    @property
    def duration(self) -> Seconds | None:
        """What the container says of its length, for a progress bar; None if it says nothing."""
        return self._decoder.duration

    @property
    def lost(self) -> tuple[LostAudio, ...]:
        """The damaged places met so far."""
        return self._losses.places

    def __iter__(self) -> Iterator[Waveform]:
        """Blocks of one second, (16000,) in [-1, 1]; the last one is shorter and never empty.

        Raises: NoSound at the end, if not one sample could be decoded.
        """
        return self._blocks

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Frees the file; whatever was not decoded yet is left."""
        self._blocks.close()
        self._decoder.close()

    def _decode(self) -> Generator[Waveform, None, None]:
        for block in regroup(_mono_16_khz(self._stretches()), SAMPLE_RATE_HZ):
            yield np.clip(block, -1.0, 1.0, out=block)
        if not self._decoded:
            raise NoSound(self._subject)

    def _stretches(self) -> Iterator[Stretch]:
        for event in self._decoder.read():
            if isinstance(event, Gap):
                self._losses.add(self._decoded, event.duration)
            else:
                self._decoded += event.samples.shape[1] / event.format.rate_hz
                yield event


def _mono_16_khz(stretches: Iterable[Stretch]) -> Iterator[Waveform]:
    for source, run in groupby(stretches, key=_format):
        mixer, resampler = Mixer(source), Resampler(source.rate_hz)
        for samples in regroup((stretch.samples for stretch in run), max(1, round(STRETCH * source.rate_hz))):
            yield resampler.resample(mixer.mix(samples))
        yield resampler.tail()


def _format(stretch: Stretch) -> SourceFormat:
    return stretch.format
