"""[windows] and [augment]: how clips become what the model sees."""

from dataclasses import dataclass

from dabir_core.units import Seconds


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How clips are put together into windows.

    packed          share of windows that hold as many clips as fit; the rest hold one
    empty           share of windows that hold noise alone, with no text
    timestamps      share of windows whose text has times
    prompted        share of windows that begin with the text of the one before
    same_speaker    chance that a clip is followed by one of its speaker's, if there is one
    shortest_gap, longest_gap   silence between clips
    short_context   the model learns to read windows shorter than 30 s, as our engine gives it
    """

    packed: float = 0.85
    empty: float = 0.025
    timestamps: float = 0.5
    prompted: float = 0.5
    same_speaker: float = 0.5
    shortest_gap: Seconds = 0.1
    longest_gap: Seconds = 1.0
    short_context: bool = True


@dataclass(frozen=True, slots=True)
class AugmentSettings:
    """What is done to the sound of training clips.

    clean      share of windows that nothing is done to
    noise      share that get noise at a random ratio; `noise_folder` gives recordings of it, else it is synthetic
    telephone  share that pass a telephone's band
    """

    clean: float = 0.4
    slowest: float = 0.9
    fastest: float = 1.1
    gain_db: float = 6.0
    noise: float = 0.5
    noise_folder: str = ""
    lowest_snr_db: float = 5.0
    highest_snr_db: float = 30.0
    telephone: float = 0.15
    mask_times: float = 0.05
    mask_bands: float = 0.05
