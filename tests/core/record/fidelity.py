"""How like its source a recording is: found in it by cross-correlation, compared sample by sample."""

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]


def mono(path: Path, rate_hz: int) -> Samples:
    """(T,) float64, decoded by ffmpeg and not by us."""
    output = ["-ac", "1", "-ar", str(rate_hz), "-f", "f64le", "-"]
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", path, *output], capture_output=True, check=True, timeout=60)
    return np.frombuffer(done.stdout, "<f8")


def correlation(source: Samples, recorded: Samples) -> float:
    """Pearson's, of the whole source with the part of the recording that fits it best; 0 where it does not fit in.

    One lost or doubled sample shifts all that follows, so a dropout of a hundredth of a second anywhere brings it far
    below 0.999 for speech.
    """
    size = 1 << (len(source) + len(recorded)).bit_length()
    spectrum = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(source, size))
    lag = int(np.argmax(np.fft.irfft(spectrum, size)[: len(recorded)]))
    found = recorded[lag : lag + len(source)]
    if len(found) < len(source):
        return 0.0
    return float(np.corrcoef(found, source)[0, 1])
