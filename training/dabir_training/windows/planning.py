"""The plan of an epoch: packed windows of every language, empty ones among them, all shuffled. Pure.

Every epoch has the same number of windows, since a trainer counts its steps by it and finds its place by it when it is
resumed, although gaps and speeds differ. The number is that of the first epoch and one in a hundred more; an epoch
that needs fewer gets there by cutting some packed windows in two. Empty windows are told the text of any other one:
a model that is prompted has to stay silent as well.
"""

import random
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_training.windows.clip_order import clip_order
from dabir_training.windows.epoch_plan import NOTHING_BEFORE, PIECE, WINDOW, EpochPlan
from dabir_training.windows.packing import SHORT_SINGLES, Draft, PackedPieces, Packer, PackingRules

_SPARE: Final = 100
_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class Stock:
    """What a plan knows of clips, (rows,) each: samples at 16 kHz, numbers of speakers and of languages."""

    samples: NDArray[np.int32]
    speakers: NDArray[np.int32]
    languages: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Drafts:
    """Windows of speech with their pieces, before they are shuffled, and how many empty ones there are to be."""

    windows: list[Draft]
    pieces: PackedPieces
    empty: int

    def __len__(self) -> int:
        return len(self.windows) + self.empty


class Planner:
    """Plans any epoch of a run."""

    def __init__(self, stock: Stock, rules: PackingRules, *, seed: int) -> None:
        """Plans the first epoch to know how many windows each has."""
        self._stock, self._rules, self._seed = stock, rules, seed
        first = len(self._drafts(0, 0))
        self.windows = first + (-(-first // _SPARE) if rules.settings.packed else 0)

    def plan(self, epoch: int) -> EpochPlan:
        """An epoch's windows; the same for the same epoch, whatever was planned before."""
        attempts = [*((epoch, attempt) for attempt in range(_ATTEMPTS)), (0, 0)]  # the last one fits by definition
        drafts = next(drafts for drafts in starmap(self._drafts, attempts) if len(drafts) <= self.windows)
        draw = random.Random(f"{self._seed} {epoch} order")
        self._cut(drafts, draw)
        return self._arranged(drafts, draw)

    def _drafts(self, epoch: int, attempt: int) -> _Drafts:
        draw = random.Random(f"{self._seed} {epoch} {attempt}")
        pieces = PackedPieces()
        windows: list[Draft] = []
        usable = (self._stock.samples > 0) & (self._stock.samples <= self._rules.lengths.whole)
        for language in np.unique(self._stock.languages[usable]):
            rows = np.flatnonzero(usable & (self._stock.languages == language))
            windows += self._packed(rows, pieces, draw=draw)
        share = self._rules.settings.empty
        return _Drafts(windows, pieces, empty=int(len(windows) * share / (1 - share) + draw.random()))

    def _packed(self, rows: NDArray[np.int64], pieces: PackedPieces, *, draw: random.Random) -> list[Draft]:
        """Windows of one language's clips."""
        speakers = np.unique(self._stock.speakers[rows], return_inverse=True)[1].astype(np.int32)
        order = clip_order(speakers, chance=self._rules.settings.same_speaker, seed=str(draw.getrandbits(64)))
        clips = ((int(row), int(self._stock.samples[row])) for row in rows[order])
        language = int(self._stock.languages[rows[0]])
        return list(Packer(self._rules, clips, draw=draw).windows(pieces, language=language))

    def _cut(self, drafts: _Drafts, draw: random.Random) -> None:
        """Cuts packed windows in two until there are as many as each epoch has, or none can be cut."""
        missing = self.windows - len(drafts)
        cuttable = [place for place, each in enumerate(drafts.windows) if each.count > 1 and not each.straddles]
        for place in sorted(draw.sample(cuttable, min(missing, len(cuttable))), reverse=True):
            drafts.windows[place : place + 1] = _halves(drafts.windows[place], drafts.pieces)

    def _arranged(self, drafts: _Drafts, draw: random.Random) -> EpochPlan:
        spoken = drafts.windows
        windows = np.zeros(self.windows, WINDOW)
        for place, each in enumerate(spoken):
            follows = place > 0 and spoken[place - 1].language == each.language
            windows[place] = _row(each, before=place - 1 if follows and self._is_told(draw) else NOTHING_BEFORE)
        for place in range(len(spoken), self.windows):
            before = draw.randrange(len(spoken))
            empty = self._empty(spoken[before].language, draw)
            windows[place] = _row(empty, before=before if self._is_told(draw) else NOTHING_BEFORE)
        pieces = np.zeros(len(drafts.pieces), PIECE)
        pieces["row"], pieces["at"], pieces["speed"] = drafts.pieces.rows, drafts.pieces.at, drafts.pieces.speeds
        order = np.random.default_rng(draw.getrandbits(64)).permutation(self.windows).astype(np.int32)
        return EpochPlan(pieces, windows, order)

    def _empty(self, language: int, draw: random.Random) -> Draft:
        """Nobody speaks."""
        settings, lengths = self._rules.settings, self._rules.lengths
        is_short = settings.short_context and draw.random() < SHORT_SINGLES
        return Draft(
            first=0,
            count=0,
            straddles=False,
            language=language,
            has_times=draw.random() < settings.timestamps,
            is_clean=draw.random() < self._rules.augment.clean,
            length=draw.choice(lengths.samples) if is_short else lengths.whole,
        )

    def _is_told(self, draw: random.Random) -> bool:
        """Whether a window is told the text before it."""
        return draw.random() < self._rules.settings.prompted


def _row(window: Draft, *, before: int) -> tuple[int, ...]:
    """The window as `epoch_plan.WINDOW` has it."""
    return (
        *(window.first, window.count, window.straddles, before),
        *(window.language, window.has_times, window.is_clean, window.length),
    )


def _halves(window: Draft, pieces: PackedPieces) -> tuple[Draft, Draft]:
    """Two windows of one's clips; those of the second begin where the first one's began."""
    kept = window.count // 2
    second = replace(window, first=window.first + kept, count=window.count - kept)
    earlier = pieces.at[second.first] - pieces.at[window.first]
    for place in range(second.first, second.first + second.count):
        pieces.at[place] -= earlier
    return replace(window, count=kept), second
