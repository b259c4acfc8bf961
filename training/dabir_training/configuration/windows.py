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
    shortest_gap, longest_gap   silence between clips, besides what they bring; short ones are more frequent
    short_context   the model learns to read windows shorter than its own, as our engine gives it
    """

    packed: float = 0.85
    empty: float = 0.025
    timestamps: float = 0.5
    prompted: float = 0.5
    same_speaker: float = 0.5
    shortest_gap: Seconds = 0.1
    longest_gap: Seconds = 1.0
    short_context: bool = True

    def __post_init__(self) -> None:
        """ValueError for shares that cannot be."""
        for name in ("packed", "empty", "timestamps", "prompted", "same_speaker"):
            _require_share(name, getattr(self, name))
        if self.packed + self.empty > 1 or self.empty == 1:
            raise ValueError("packed and empty are shares of one whole, and some windows must hold speech")
        if not 0 <= self.shortest_gap <= self.longest_gap:
            raise ValueError("shortest_gap must not be longer than longest_gap")


@dataclass(frozen=True, slots=True)
class AugmentSettings:
    """What is done to the sound of training clips.

    clean              share of windows that nothing is done to
    slowest, fastest   a clip's speed in the others
    gain_db            a clip is made louder or softer by so much at most
    noise              share of windows that get noise at a random ratio; `noise_folder` gives recordings of it, else
                       it is synthetic
    telephone          share that pass a telephone's band
    mask_times, mask_bands   share of speech frames and of mel bands that SpecAugment hides
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

    def __post_init__(self) -> None:
        """ValueError for shares that cannot be."""
        for name in ("clean", "noise", "telephone", "mask_times", "mask_bands"):
            _require_share(name, getattr(self, name))
        if self.clean < 1 and max(self.noise, self.telephone) > 1 - self.clean + 1e-9:
            raise ValueError("noise and telephone are shares of all windows, and clean ones get neither")
        if not 0.5 <= self.slowest <= self.fastest <= 2:
            raise ValueError("slowest and fastest must lie between 0.5 and 2")
        if self.lowest_snr_db > self.highest_snr_db or self.gain_db < 0:
            raise ValueError("lowest_snr_db must not be above highest_snr_db, and gain_db not below 0")


def _require_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must lie between 0 and 1")
