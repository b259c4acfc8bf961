"""A voice note's way: mono sound through the Opus codec and back, in memory (PyAV)."""

import io
from pathlib import Path
from typing import BinaryIO, Final

import av
import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ

_BLOCK_SAMPLES: Final = 960


def write_opus(waveform: Waveform, target: Path | BinaryIO, *, bit_rate: int) -> None:
    """Writes 16 kHz mono sound as Ogg Opus."""
    with av.open(str(target) if isinstance(target, Path) else target, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE_HZ)
        stream.layout = "mono"
        stream.bit_rate = bit_rate
        clipped = (np.clip(waveform, -1.0, 1.0) * 32767.0).astype(np.int16)
        for at in range(0, clipped.size, _BLOCK_SAMPLES):
            frame = av.AudioFrame.from_ndarray(clipped[None, at : at + _BLOCK_SAMPLES], format="s16", layout="mono")
            frame.sample_rate = SAMPLE_RATE_HZ
            frame.pts = at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def read_opus(source: Path | BinaryIO) -> Waveform:
    """Reads any sound as 16 kHz mono float32."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE_HZ)
    with av.open(str(source) if isinstance(source, Path) else source, "r") as container:
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32, copy=False)


def through_opus(waveform: Waveform, *, bit_rate: int) -> Waveform:
    """Returns the sound as a listener of the voice note hears it, of the same length."""
    memory = io.BytesIO()
    write_opus(waveform, memory, bit_rate=bit_rate)
    memory.seek(0)
    heard = read_opus(memory)[: waveform.size]
    return np.pad(heard, (0, waveform.size - heard.size))
