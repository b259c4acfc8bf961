"""Log-mel features, in NumPy alone.

Whisper's front end: 25 ms periodic Hann windows every 10 ms, power spectrum, Slaney mel bands, log10, 80 dB of range.
Equal to transformers' `WhisperFeatureExtractor` within 1e-4 (tested); padding a window with silence is the caller's
business and comes *before* this (pad the audio, then mel), as that extractor does.
Legend: T samples, F frames, M mel bins.
Source: Radford et al. 2022, §2.2; openai/whisper@c0d2f62 audio.py; Slaney 1998, Auditory Toolbox (mel scale, norm).
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dabir_core.arrays import LogMel, Waveform
from dabir_core.errors import AudioError
from dabir_core.units import HOP_SAMPLES, SAMPLE_RATE_HZ

FFT_SAMPLES: Final = 400
_BLOCK_FRAMES: Final = 256
"""What an FFT call makes of so many stays in the cache and comes from the heap: four times as fast as of 1024."""
_PRODUCT_FRAMES: Final = 8
"""So small a product BLAS computes in the calling thread. A second thread of its own would wait for work by spinning,
on a core that the engine wants."""

_LINEAR_HZ_PER_MEL: Final = 200.0 / 3.0
_LOG_START_HZ: Final = 1000.0
_LOG_START_MEL: Final = _LOG_START_HZ / _LINEAR_HZ_PER_MEL
_LOG_STEP: Final = np.log(6.4) / 27.0


def log_mel(waveform: Waveform, *, mel_bins: int = 80) -> LogMel:
    """Computes the log-mel features of one window.

    Args:    waveform: (T,) float32 in [-1, 1] at 16 kHz, already padded to the window's length; it is not changed.
    Returns: (M, F = T / 160) float32; kept within 80 dB of the peak, so max - min <= 2.
    Raises:  AudioError if T is no positive multiple of 160 or too short (under 320) to be reflected at its ends.
    Source:  Radford et al. 2022, §2.2; openai/whisper@c0d2f62 audio.py.
    """
    if waveform.ndim != 1 or waveform.size % HOP_SAMPLES or waveform.size < 2 * HOP_SAMPLES:
        raise AudioError(detail=f"a window of shape {waveform.shape} is no multiple of {HOP_SAMPLES} samples")
    padded = np.pad(waveform.astype(np.float32, copy=False), FFT_SAMPLES // 2, mode="reflect")
    frames = sliding_window_view(padded, FFT_SAMPLES)[:-1:HOP_SAMPLES]
    bank = mel_bank(mel_bins)
    mel = np.concatenate(
        [_bands(_power(frames[at : at + _BLOCK_FRAMES]), bank) for at in range(0, len(frames), _BLOCK_FRAMES)]
    ).T
    log = np.log10(np.maximum(mel, np.float32(1e-10)))
    log = np.maximum(log, log.max() - np.float32(8.0))
    return np.ascontiguousarray((log + np.float32(4.0)) / np.float32(4.0), dtype=np.float32)


@lru_cache(maxsize=4)
def mel_bank(mel_bins: int) -> NDArray[np.float32]:
    """Builds the Slaney mel bands, each of area 1 over frequency.

    Returns: (M, 201) float32, read-only since it is shared.
    """
    fft_hz = np.arange(FFT_SAMPLES // 2 + 1) * (SAMPLE_RATE_HZ / FFT_SAMPLES)
    edges_hz = _mel_to_hz(np.linspace(0.0, _hz_to_mel(SAMPLE_RATE_HZ / 2), mel_bins + 2))
    widths_hz = np.diff(edges_hz)
    distance_hz = edges_hz[:, None] - fft_hz[None, :]
    rising = -distance_hz[:-2] / widths_hz[:-1, None]
    falling = distance_hz[2:] / widths_hz[1:, None]
    bands = np.maximum(0.0, np.minimum(rising, falling))
    bank = np.asarray(bands * (2.0 / (edges_hz[2:] - edges_hz[:-2]))[:, None], dtype=np.float32)
    bank.flags.writeable = False
    return bank


@lru_cache(maxsize=1)
def _hann() -> NDArray[np.float32]:
    return np.hanning(FFT_SAMPLES + 1)[:-1].astype(np.float32)


def _power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    spectrum = np.fft.rfft(frames * _hann(), axis=1)
    power: NDArray[np.float32] = np.square(spectrum.real) + np.square(spectrum.imag)
    return power.astype(np.float32, copy=False)


def _bands(power: NDArray[np.float32], bank: NDArray[np.float32]) -> NDArray[np.float32]:
    """(F, M) from (F, 201)."""
    whole = len(power) // _PRODUCT_FRAMES * _PRODUCT_FRAMES
    grouped = power[:whole].reshape(-1, _PRODUCT_FRAMES, power.shape[1]) @ bank.T
    return np.concatenate([grouped.reshape(whole, len(bank)), power[whole:] @ bank.T])


def _hz_to_mel(hz: float) -> float:
    if hz < _LOG_START_HZ:
        return hz / _LINEAR_HZ_PER_MEL
    return float(_LOG_START_MEL + np.log(hz / _LOG_START_HZ) / _LOG_STEP)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _LOG_START_HZ * np.exp(_LOG_STEP * (mel - _LOG_START_MEL))
    return np.where(mel < _LOG_START_MEL, mel * _LINEAR_HZ_PER_MEL, above)
