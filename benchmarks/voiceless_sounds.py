"""Sounds in which nobody speaks, made by NumPy: silence, noises and music, the same for everybody who makes them.

They are what a room, a street and an instrument do to a recording. Real music has singing and real streets have talk;
what is not speech can only be told for sure where it is made. Legend: T samples at 16 kHz.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ

Sound = NDArray[np.float64]
Maker = Callable[[int, np.random.Generator], Sound]
"""(T, where chance comes from) → (T,) of any loudness."""

_PEAK = 0.5
_NOTE_SAMPLES = SAMPLE_RATE_HZ // 2
_MINOR_SCALE = (0, 2, 3, 5, 7, 8, 10, 12)
_CHORDS = ((0, 3, 7), (8, 12, 15), (3, 7, 10), (10, 14, 17))  # a usual sequence: i VI III VII
_LOWEST_NOTE_HZ = 110.0


def digital_silence(length: int, _random: np.random.Generator) -> Sound:
    """Zeros."""
    return np.zeros(length)


def quiet_room(length: int, random: np.random.Generator) -> Sound:
    """Noise at -66 dBFS: a microphone in a room where nothing happens."""
    return 5e-4 * random.standard_normal(length)


def white(length: int, random: np.random.Generator) -> Sound:
    """The same power at each frequency."""
    return random.standard_normal(length)


def pink(length: int, random: np.random.Generator) -> Sound:
    """Power falling with frequency: wind in trees, a ventilator."""
    return coloured(length, random, slope=0.5)


def brown(length: int, random: np.random.Generator) -> Sound:
    """Power falling with the square of frequency: a car or an aeroplane from inside."""
    return coloured(length, random, slope=1.0)


def hum(length: int, random: np.random.Generator) -> Sound:
    """Mains of 50 Hz with its overtones, and a little noise."""
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    tones = _sum(np.sin(2 * np.pi * 50 * n * seconds + n) / n for n in (1, 2, 3, 5, 7))
    return tones + 0.01 * random.standard_normal(length)


def clicks(length: int, random: np.random.Generator) -> Sound:
    """Two short knocks a second at random moments: a keyboard, a clock, a tap."""
    hits = np.zeros(length)
    hits[random.integers(0, length, max(1, 2 * length // SAMPLE_RATE_HZ))] = 1.0
    return _ringing(hits, _decay(0.02, random.standard_normal(_samples(0.1))))


def street(length: int, random: np.random.Generator) -> Sound:
    """Cars that come and go every ten seconds or so, a horn now and then, and rumble."""
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    passing = 0.2 + _sum(np.sin(2 * np.pi * seconds / period + period) ** 8 for period in (9.0, 13.0, 21.0))
    horn = np.sin(2 * np.pi * 420 * seconds) + np.sin(2 * np.pi * 500 * seconds)
    is_honking = np.sin(2 * np.pi * seconds / 17.0) > 0.998
    return passing * coloured(length, random, slope=0.7) + 0.5 * horn * is_honking


def chords(length: int, _random: np.random.Generator) -> Sound:
    """A pad of three notes that changes every two seconds."""
    per_chord = 4 * _NOTE_SAMPLES
    bars = [_chord(_CHORDS[bar % len(_CHORDS)], per_chord) for bar in range(-(-length // per_chord))]
    return np.concatenate(bars)[:length]


def melody(length: int, random: np.random.Generator) -> Sound:
    """A plucked tune, two notes a second, that wanders up and down a minor scale."""
    steps = np.cumsum(random.integers(-2, 3, -(-length // _NOTE_SAMPLES)))
    notes = [_plucked(12 + _MINOR_SCALE[abs(step) % len(_MINOR_SCALE)]) for step in steps]
    return np.concatenate(notes)[:length]


def bowed(length: int, random: np.random.Generator) -> Sound:
    """A slow tune with vibrato and many overtones, as of a violin: of all instruments the nearest to a voice."""
    per_note = 2 * _NOTE_SAMPLES
    steps = np.cumsum(random.integers(-2, 3, -(-length // per_note)))
    notes = np.array([12 + _MINOR_SCALE[abs(step) % len(_MINOR_SCALE)] for step in steps])
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    semitones = np.repeat(notes, per_note)[:length] + 0.2 * np.sin(2 * np.pi * 5.5 * seconds)
    phase = 2 * np.pi * np.cumsum(_LOWEST_NOTE_HZ * 2 ** (semitones / 12)) / SAMPLE_RATE_HZ
    return _sum(np.sin(n * phase) / n for n in range(1, 9))


def drums(length: int, random: np.random.Generator) -> Sound:
    """A bass drum on each beat, a snare on each second one, a cymbal on each half: 120 beats a minute."""
    snare = _decay(0.08, random.standard_normal(_samples(0.3)))
    cymbal = 0.3 * _decay(0.02, random.standard_normal(_samples(0.1)))
    ticks = np.arange(_samples(0.4)) / SAMPLE_RATE_HZ
    bass = 2.0 * np.sin(2 * np.pi * 55 * ticks) * np.exp(-ticks / 0.1)
    kit = ((bass, _NOTE_SAMPLES, 0), (snare, 2 * _NOTE_SAMPLES, _NOTE_SAMPLES), (cymbal, _NOTE_SAMPLES // 2, 0))
    return _sum(_every(drum, every, first, length) for drum, every, first in kit)


def band(length: int, random: np.random.Generator) -> Sound:
    """All of them together."""
    return chords(length, random) + melody(length, random) + drums(length, random)


SILENCE: Mapping[str, Maker] = MappingProxyType({"digital silence": digital_silence, "quiet room": quiet_room})
NOISE: Mapping[str, Maker] = MappingProxyType(
    {"white": white, "pink": pink, "brown": brown, "hum": hum, "clicks": clicks, "street": street}
)
MUSIC: Mapping[str, Maker] = MappingProxyType(
    {"chords": chords, "melody": melody, "bowed": bowed, "drums": drums, "band": band}
)


def recording(maker: Maker, length: int, *, seed: int) -> Waveform:
    """(T,) float32 of a sound; what is louder than a quiet room has its peak at 0.5."""
    sound = maker(length, np.random.default_rng(seed))
    peak = float(np.abs(sound).max(initial=0.0))
    return (sound * (_PEAK / peak if peak > 0.01 else 1.0)).astype(np.float32)


def coloured(length: int, random: np.random.Generator, *, slope: float) -> Sound:
    """Noise whose amplitude falls with this power of the frequency, from 20 Hz on."""
    spectrum = np.fft.rfft(random.standard_normal(length))
    frequencies = np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ)
    shaped: Sound = np.fft.irfft(spectrum / np.maximum(frequencies, 20.0) ** slope, length)
    shaped /= shaped.std()
    return shaped


def _sum(sounds: Iterable[Sound]) -> Sound:
    total: Sound = np.sum(np.stack(list(sounds)), axis=0)
    return total


def _samples(seconds: float) -> int:
    return math.ceil(seconds * SAMPLE_RATE_HZ)


def _decay(seconds: float, sound: Sound) -> Sound:
    """The sound dying away; after so many seconds a third of it is left."""
    return sound * np.exp(-np.arange(sound.size) / (seconds * SAMPLE_RATE_HZ))


def _ringing(hits: Sound, ring: Sound) -> Sound:
    """The ring at each hit."""
    sound = np.zeros(hits.size + ring.size)
    for place in np.flatnonzero(hits):
        sound[place : place + ring.size] += ring
    return sound[: hits.size]


def _every(ring: Sound, every: int, first: int, length: int) -> Sound:
    hits = np.zeros(length)
    hits[first::every] = 1.0
    return _ringing(hits, ring)


def _plucked(semitone: int) -> Sound:
    seconds = np.arange(_NOTE_SAMPLES) / SAMPLE_RATE_HZ
    tone = _LOWEST_NOTE_HZ * 2 ** (semitone / 12)
    return _sum(np.sin(2 * np.pi * n * tone * seconds) * np.exp(-n * seconds / 0.2) / n for n in range(1, 6))


def _chord(semitones: tuple[int, ...], length: int) -> Sound:
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    swell = np.sin(np.pi * np.arange(length) / length)
    tones = [_LOWEST_NOTE_HZ * 2 ** (semitone / 12) for semitone in semitones]
    return swell * _sum(np.sin(2 * np.pi * n * tone * seconds) / n**2 for tone in tones for n in (1, 2, 3))
