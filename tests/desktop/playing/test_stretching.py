"""Tempo without pitch: tones by their spectra, places by the clock of the input."""

from itertools import pairwise

import numpy as np
import pytest

from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Piece, Stereo
from dabir_desktop.playing.stretching import Stretcher

BLOCK = 1024
TONE_HZ = 440.0


def tone(seconds: float, frequency: float = TONE_HZ) -> Stereo:
    times = np.arange(round(seconds * OUTPUT_RATE_HZ)) / OUTPUT_RATE_HZ
    return np.repeat((0.5 * np.sin(2 * np.pi * frequency * times)).astype(np.float32)[:, None], 2, axis=1)


def stretched(sound: Stereo, tempo: float, *, changes: dict[int, float] | None = None) -> list[Piece]:
    """The pieces of a sound; `changes` says which tempo begins before which block."""
    stretcher, pieces = Stretcher(0.0, tempo), list[Piece]()
    for number, first in enumerate(range(0, len(sound), BLOCK)):
        if changes and number in changes:
            pieces += stretcher.change(changes[number])
        pieces += stretcher.feed(sound[first : first + BLOCK])
    return [*pieces, *stretcher.finish()]


def joined(pieces: list[Piece]) -> Stereo:
    return np.concatenate([piece.samples for piece in pieces])


def loudest_hz(sound: Stereo) -> float:
    """The peak of the spectrum; a second resolves one hertz."""
    windowed = sound[:, 0] * np.hanning(len(sound))
    return float(np.argmax(np.abs(np.fft.rfft(windowed, 1 << 19))) * OUTPUT_RATE_HZ / (1 << 19))


@pytest.mark.parametrize("tempo", [0.5, 0.75, 1.0, 1.25, 1.5, 2.0])
def test_the_pitch_stays_and_the_length_does_not(tempo: float) -> None:
    sound = joined(stretched(tone(3.0), tempo))
    assert loudest_hz(sound) == pytest.approx(TONE_HZ, abs=1.0)
    assert len(sound) / OUTPUT_RATE_HZ == pytest.approx(3.0 / tempo, abs=0.05)


def test_at_tempo_one_every_sample_is_as_it_was() -> None:
    sound = tone(1.0)
    assert np.array_equal(joined(stretched(sound, 1.0)), sound)


@pytest.mark.parametrize("tempo", [0.5, 1.0, 2.0])
def test_each_piece_says_where_it_stands_in_the_file(tempo: float) -> None:
    pieces, given = stretched(tone(2.0), tempo), 0
    for piece in pieces:
        assert piece.start == pytest.approx(given * tempo / OUTPUT_RATE_HZ)
        assert piece.tempo == tempo
        given += len(piece.samples)


@pytest.mark.parametrize(("before", "after"), [(1.0, 1.5), (1.5, 1.0), (0.5, 2.0), (2.0, 0.75)])
def test_a_change_of_tempo_is_heard_without_a_gap_or_a_click(before: float, after: float) -> None:
    sound = joined(stretched(tone(4.0), before, changes={90: after}))
    steepest = 2 * np.pi * TONE_HZ / OUTPUT_RATE_HZ * 0.5  # of a sine of that height
    assert np.abs(np.diff(sound[:, 0])).max() <= 1.5 * steepest
    window = OUTPUT_RATE_HZ // 50
    loudness = [np.sqrt(np.mean(sound[at : at + window] ** 2)) for at in range(0, len(sound) - 2 * window, window)]
    assert min(loudness) >= 0.5 * 0.5 / np.sqrt(2)  # two blended waves of one pitch may weaken each other, no more
    assert loudest_hz(sound) == pytest.approx(TONE_HZ, abs=1.0)


@pytest.mark.parametrize(("before", "after"), [(1.0, 1.5), (1.5, 0.5), (0.75, 2.0)])
def test_the_place_goes_on_through_a_change_of_tempo(before: float, after: float) -> None:
    pieces = stretched(tone(4.0), before, changes={60: after, 100: 1.0})
    for earlier, later in pairwise(pieces):
        passed = len(earlier.samples) * earlier.tempo / OUTPUT_RATE_HZ
        assert later.start == pytest.approx(earlier.start + passed, abs=1e-6)
    last = pieces[-1]
    assert last.after(len(last.samples)).start == pytest.approx(4.0, abs=0.05)


def test_what_is_heard_at_a_place_is_what_the_file_has_there() -> None:
    """Bursts of noise at whole half seconds are found where the places say, to a fortieth of a second."""
    rng, sound = np.random.default_rng(5), tone(6.0) * 0
    for start in range(1, 11):
        first = start * OUTPUT_RATE_HZ // 2
        sound[first : first + 6000] = rng.uniform(-0.5, 0.5, (6000, 1))
    pieces = stretched(sound, 1.5, changes={150: 0.75})
    places = np.concatenate(
        [each.start + np.arange(len(each.samples)) * each.tempo / OUTPUT_RATE_HZ for each in pieces]
    )
    loud = np.abs(joined(pieces)[:, 0]) > 0.1
    begun = places[loud][np.diff(places[loud], prepend=-1.0) > 0.2]
    assert begun == pytest.approx(np.arange(1, 11) / 2, abs=0.04)
