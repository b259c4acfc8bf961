"""The plan of an epoch: packed windows of every language, empty ones among them, all shuffled. Pure.

Every epoch has the same number of windows, since a trainer counts its steps by it and finds its place by it when it is
resumed, although gaps and speeds differ. The number is that of the first epoch and one in a hundred more; an epoch
that needs fewer gets there by cutting some packed windows in two.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    """Windows and their pieces before they are shuffled."""

    windows: list[Draft]
    pieces: PackedPieces


class Planner:
    """Plans any epoch of a run."""

    def __init__(self, stock: Stock, rules: PackingRules, *, seed: int) -> None:
        """Plans the first epoch to know how many windows each has."""
        self._stock, self._rules, self._seed = stock, rules, seed
        first = len(self._drafts(0, 0).windows)
        self.windows = first + (-(-first // _SPARE) if rules.settings.packed else 0)

    def plan(self, epoch: int) -> EpochPlan:
        """An epoch's windows; the same for the same epoch, whatever was planned before."""
        attempts = (self._drafts(epoch, attempt) for attempt in range(_ATTEMPTS))
        fitting = (drafts for drafts in attempts if len(drafts.windows) <= self.windows)
        drafts = next(fitting, None) or self._drafts(0, 0)
        draw = random.Random(f"{self._seed} {epoch} order")
        self._fill(drafts, draw)
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
        empty = len(windows) * share / (1 - share)
        windows += [self._empty(windows, draw) for _ in range(int(empty + draw.random()))]
        return _Drafts(windows, pieces)

    def _packed(self, rows: NDArray[np.int64], pieces: PackedPieces, *, draw: random.Random) -> list[Draft]:
        """Windows of one language's clips."""
        speakers = np.unique(self._stock.speakers[rows], return_inverse=True)[1].astype(np.int32)
        order = clip_order(speakers, chance=self._rules.settings.same_speaker, seed=str(draw.getrandbits(64)))
        clips = ((int(row), int(self._stock.samples[row])) for row in rows[order])
        language = int(self._stock.languages[rows[0]])
        return list(Packer(self._rules, clips, draw=draw).windows(pieces, language=language))

    def _empty(self, others: Sequence[Draft], draw: random.Random) -> Draft:
        """Nobody speaks; told to be in the language of one of the others."""
        settings, lengths = self._rules.settings, self._rules.lengths
        is_short = settings.short_context and draw.random() < SHORT_SINGLES
        return Draft(
            first=0,
            count=0,
            straddles=False,
            language=draw.choice(others).language if others else 0,
            has_times=draw.random() < settings.timestamps,
            is_clean=draw.random() < self._rules.augment.clean,
            length=draw.choice(lengths.samples) if is_short else lengths.whole,
        )

    def _fill(self, drafts: _Drafts, draw: random.Random) -> None:
        """Cuts packed windows in two until there are as many as each epoch has; empty ones where none can be cut."""
        missing = self.windows - len(drafts.windows)
        cuttable = [place for place, each in enumerate(drafts.windows) if each.count > 1 and not each.straddles]
        chosen = sorted(draw.sample(cuttable, min(missing, len(cuttable))), reverse=True)
        for place in chosen:
            drafts.windows[place : place + 1] = _halves(drafts.windows[place], drafts.pieces)
        drafts.windows.extend(self._empty(drafts.windows, draw) for _ in range(missing - len(chosen)))

    def _arranged(self, drafts: _Drafts, draw: random.Random) -> EpochPlan:
        windows = np.zeros(len(drafts.windows), WINDOW)
        for place, each in enumerate(drafts.windows):
            before = self._before(drafts.windows, place, draw=draw)
            windows[place] = (
                *(each.first, each.count, each.straddles, before),
                *(each.language, each.has_times, each.is_clean, each.length),
            )
        pieces = np.zeros(len(drafts.pieces), PIECE)
        pieces["row"], pieces["at"], pieces["speed"] = drafts.pieces.rows, drafts.pieces.at, drafts.pieces.speeds
        order = np.random.default_rng(draw.getrandbits(64)).permutation(len(windows)).astype(np.int32)
        return EpochPlan(pieces, windows, order)

    def _before(self, windows: Sequence[Draft], place: int, *, draw: random.Random) -> int:
        """The window whose text is told before this one: in its language, and of speech."""
        is_told = draw.random() < self._rules.settings.prompted
        before = windows[place - 1]
        if not is_told or place == 0 or not before.count or before.language != windows[place].language:
            return NOTHING_BEFORE
        return place - 1


def _halves(window: Draft, pieces: PackedPieces) -> tuple[Draft, Draft]:
    """Two windows of one's clips; those of the second begin where the first one's began."""
    kept = window.count // 2
    second = replace(window, first=window.first + kept, count=window.count - kept)
    earlier = pieces.at[second.first] - pieces.at[window.first]
    for place in range(second.first, second.first + second.count):
        pieces.at[place] -= earlier
    return replace(window, count=kept), second
