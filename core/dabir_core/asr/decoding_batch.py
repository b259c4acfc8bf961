"""Rows that an engine decodes together, one token a step: the one place where searches meet a decoder's cache.

Searches that end leave at once, and others join between two steps (continuous batching): rows advance together but
need not have begun together. Each search has its own rules, cap and random numbers, so what becomes of it does not
depend on its company, but for the engine's rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.engines.engine import Cache
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.search import Search
from dabir_core.errors import CheckpointCorrupt


@dataclass(frozen=True, slots=True)
class Ended:
    """A search that left its batch; `error` if it came to nothing."""

    search: Search
    error: CheckpointCorrupt | None = None

    def hypothesis(self) -> Hypothesis:
        """What it came to. Raises: CheckpointCorrupt if no token could be said."""
        if self.error is not None:
            raise self.error
        return self.search.hypothesis()


class DecodingBatch:
    """Searches and the cache that holds their rows, each search's side by side, in the order of the searches."""

    def __init__(self, cache: Cache, searches: Sequence[Search], fed: TokenIds) -> None:
        """`fed` are the (rows, L) tokens that the first step feeds."""
        self._cache = cache
        self._searches = list(searches)
        self._widths = [len(search.texts) for search in searches]
        self._fed = fed

    @property
    def searches(self) -> tuple[Search, ...]:
        """Those that have not left."""
        return tuple(self._searches)

    @property
    def rows(self) -> int:
        """How many rows the cache holds."""
        return sum(self._widths)

    def step(self) -> list[Ended]:
        """Goes one token on; gives the searches that ended, also those that were stopped since the last step.

        Raises: what the engine raises, ModelMemory among it; the batch is of no use then, but its searches are.
        """
        stopped = [Ended(search) for search in self._searches if not search.is_running]
        if stopped:
            self._leave()
        if not self._searches:
            return stopped
        return stopped + self.advance(self._cache.step(self._fed))

    def advance(self, logits: Logits) -> list[Ended]:
        """Chooses by the (rows, V) logits after what was fed; gives the searches that ended by it."""
        ended: list[Ended] = []
        origins: list[int] = []
        first = 0
        for search, width in zip(self._searches, self._widths, strict=True):
            rows, error = _choice(search, logits[first : first + width])
            origins += [first + row for row in rows]
            first += width
            if error is not None or not search.is_running:
                ended.append(Ended(search, error))
        self._keep(origins, without={id(each.search) for each in ended})
        return ended

    def join(self, other: "DecodingBatch") -> None:
        """Takes the searches of another batch of as many positions; that one is over. Both have been stepped."""
        self._cache.join(other._cache)
        self._searches += other._searches
        self._widths += other._widths
        self._fed = np.concatenate([self._fed, other._fed])

    def _leave(self) -> None:
        """Searches that were stopped between two steps leave."""
        goes_on = np.repeat([search.is_running for search in self._searches], self._widths)
        kept = np.flatnonzero(goes_on)
        places = [place for place, search in enumerate(self._searches) if search.is_running]
        if places:
            self._cache.reorder(kept.tolist())  # first: where memory runs out, none has left
        self._fed = self._fed[kept]
        self._widths = [self._widths[place] for place in places]
        self._searches = [self._searches[place] for place in places]

    def _keep(self, origins: list[int], *, without: set[int]) -> None:
        """Row i is now what was row `origins[i]`, one token further."""
        is_same = origins == list(range(sum(self._widths)))
        kept = [search for search in self._searches if id(search) not in without]
        if kept and not is_same:
            self._cache.reorder(origins)  # first: where memory runs out, those that ended are still among the others
        self._searches = kept
        self._widths = [len(search.texts) for search in self._searches]
        if not self._searches:
            return
        self._fed = np.concatenate([search.texts[:, -1:] for search in self._searches])


def _choice(search: Search, logits: Logits) -> tuple[list[int], CheckpointCorrupt | None]:
    """One row without a number is no fault of the others in its batch."""
    try:
        return search.advance(logits), None
    except CheckpointCorrupt as error:
        return [], error
