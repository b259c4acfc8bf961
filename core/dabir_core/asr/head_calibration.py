"""Which cross-attention heads tell when a word is said, found by listening to speech whose text is known. Pure.

Where the text is all that is known, a head is judged by how much of its attention the best way through it keeps: each
token, in its order, gets a stretch of the sound, and what a token looks at outside its own stretch is lost. A head that
looks anywhere keeps about one in n of n tokens' attention, one that follows the voice most of it. This cannot see that
a head looks a little early or late, all the time. Where the words' times are known as well, heads are therefore added
one by one, as long as the mean error of word starts becomes less: an early and a late head mend each other.

Source: the idea that alignment heads can be told by their maps alone is that of Yeh et al. 2025 (arXiv 2509.09987, by
norms, entropy and coverage) and of openai's published lists (chosen by hand on times); measures and search are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import CrossAttention
from dabir_core.asr.alignment import token_boundaries
from dabir_core.units import POSITIONS_PER_SECOND, Seconds

MOST_HEADS = 12
"""openai's lists have 6 to 23; each costs a little in every alignment."""
LEAST_SHARE = 1 / 3
"""Of what the best head keeps; less is noise."""
ABOVE_CHANCE = 4
"""How many times what a head keeps that looks everywhere evenly the best one has to keep, to be believed at all."""
WORST_ERROR: Seconds = 0.2
"""An error counts as this at most: a word that was lost altogether says little of the heads."""


KnownStarts = tuple[tuple[int, Seconds], ...]
"""Text tokens that begin a word, and when they are said, from the window's start. Only of words without a pause before
them: a pause is given to either neighbour, and speech detection settles it."""


@dataclass(frozen=True, slots=True, eq=False)
class Listening:
    """What all heads look at while one window's text is fed to the decoder.

    attention       (H, L, S) as for `token_boundaries`, and so are `prompt_length`, `positions` and `letters`
    starts          those that are known
    """

    attention: CrossAttention
    prompt_length: int
    positions: int
    letters: tuple[float, ...]
    starts: KnownStarts = ()

    def kept_shares(self) -> NDArray[np.float64]:
        """(H,) how much of its attention to the sound each head keeps on the best way through it, 0 to 1."""
        return np.array([self._kept_share(head) for head in range(len(self.attention))])

    @property
    def chance(self) -> float:
        """What a head keeps that looks everywhere evenly."""
        return 1 / (len(self.letters) + 1)

    def errors(self, heads: Sequence[int]) -> list[Seconds]:
        """How far from the truth the heads together put each known start."""
        found = self._boundaries(heads)
        return [min(WORST_ERROR, abs(float(found[token]) - truth)) for token, truth in self.starts]

    def _boundaries(self, heads: Sequence[int]) -> NDArray[np.float64]:
        return token_boundaries(
            self.attention[list(heads)],
            prompt_length=self.prompt_length,
            positions=self.positions,
            letters=self.letters,
        )

    def _kept_share(self, head: int) -> float:
        rows = self.attention[head, self.prompt_length - 1 : -1, : self.positions]
        starts = np.round(self._boundaries([head]) * POSITIONS_PER_SECOND).astype(np.int64)
        owners = np.searchsorted(starts, np.arange(rows.shape[1]), side="right") - 1
        kept = rows[owners, np.arange(rows.shape[1])].sum()
        return float(kept / max(float(rows.sum()), np.finfo(np.float32).tiny))


def choose_heads(listened: Sequence[Listening], *, present: Sequence[int] = ()) -> tuple[int, ...]:
    """The heads to align with, in their order; `present` are those used so far, kept unless others are better.

    Without known times, the heads that keep most; with them, the best set that a search from those finds. Where no head
    follows the voice (wrong text, or weights that know nothing) nothing can be told, and those at present stay.
    """
    shares = np.mean([each.kept_shares() for each in listened], axis=0)
    likely = [int(head) for head in np.argsort(-shares, kind="stable")[:MOST_HEADS]]
    best = shares[likely[0]]
    if present and best < ABOVE_CHANCE * np.mean([each.chance for each in listened]):
        return tuple(present)
    likely = [head for head in likely if shares[head] >= LEAST_SHARE * best]
    timed = [each for each in listened if each.starts]
    if not timed:
        return tuple(sorted(likely))
    candidates = list(dict.fromkeys([*likely, *present]))
    sets = [each for each in ([*present], likely, _grown(timed, candidates)) if each]
    chosen = min(sets, key=lambda heads: mean_error(timed, heads))
    return tuple(sorted(chosen))


def mean_error(timed: Sequence[Listening], heads: Sequence[int]) -> Seconds:
    """Over all known starts."""
    return float(np.mean([error for each in timed for error in each.errors(heads)]))


def _grown(timed: Sequence[Listening], candidates: Sequence[int]) -> list[int]:
    """The best head, with the head that helps it most, and so on while one helps."""
    chosen: list[int] = []
    least = np.inf
    while len(chosen) < min(MOST_HEADS, len(candidates)):
        trials = {head: mean_error(timed, [*chosen, head]) for head in candidates if head not in chosen}
        best = min(trials, key=trials.__getitem__)
        if trials[best] >= least:
            break
        chosen, least = [*chosen, best], trials[best]
    return chosen
