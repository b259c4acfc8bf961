"""PyAV's decoded frames as float32 channels, whatever sample format the codec gives; 24 bits and floats stay what they
are.

Legend: C channels, T samples.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.audio.stretch import Channels, SourceFormat, Stretch, clean

if TYPE_CHECKING:
    from av import AudioFrame

_RATES_HZ: Final = range(1_000, 6_200_000)
"""From the lowest telephone codecs to DSD512; a damaged header may claim anything; 1 Hz would swell to gigabytes."""

_FULL_SCALE: Final = {"u8": 1 << 7, "s16": 1 << 15, "s32": 1 << 31, "s64": 1 << 63}
_FLOATS: Final = ("flt", "dbl")


def stretch_of(frame: "AudioFrame") -> Stretch | None:
    """One decoded frame; None if it is in no format that sound can be in, as after damage."""
    kind = frame.format.packed.name
    if frame.sample_rate not in _RATES_HZ or not frame.samples or not (kind in _FLOATS or kind in _FULL_SCALE):
        return None
    channels = tuple(channel.name for channel in frame.layout.channels)
    return Stretch(_to_float(frame, len(channels)), SourceFormat(frame.sample_rate, channels))


def _to_float(frame: "AudioFrame", channels: int) -> Channels:
    kind = frame.format.packed.name
    samples = _samples(frame, channels)
    if not frame.format.is_planar:
        samples = samples.reshape(-1, channels).T
    floats: Channels
    if kind in _FLOATS:
        floats = clean(samples)
    else:
        middle = np.float32(_FULL_SCALE[kind] if kind == "u8" else 0)
        floats = (samples.astype(np.float32) - middle) * np.float32(1 / _FULL_SCALE[kind])
    return floats


def _samples(frame: "AudioFrame", channels: int) -> NDArray[Any]:
    """(C, T) where each channel has a plane, else (1, C · T); PyAV's own way knows no integers of 64 bits."""
    if frame.format.packed.name != "s64":
        return frame.to_ndarray()
    count = frame.samples if frame.format.is_planar else frame.samples * channels
    return np.stack([np.frombuffer(bytes(plane), np.int64, count) for plane in frame.planes])
