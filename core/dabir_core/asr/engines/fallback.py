"""An engine that may run out of memory, and another one that takes over, as if nothing had happened.

A GPU that is too small for several windows at once says so to whoever batched them (`ModelMemory`), who tries fewer.
One that is too small for a single window is given up: its rows are decoded anew by the other engine, which is fed what
they were fed before, and all that comes later goes there too. What two engines compute differs in the last digits.
A window's log-mel is kept while it is decoded, 1 to 1.5 MB, so that it can be encoded again.
"""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import Cache, Encoded, Engine
from dabir_core.errors import ModelMemory
from dabir_core.notices import Notice, NoticeCallback


class FallbackEngine:
    """Obeys `Engine`. `spare` loads the engine that takes over, when it is needed and not before."""

    def __init__(self, first: Engine, spare: Callable[[], Engine], *, tell: NoticeCallback) -> None:
        self._current = first
        self._spare = spare
        self._tell = tell
        self.has_moved = False

    @property
    def name(self) -> str:
        """That of the engine that works now."""
        return self._current.name

    @property
    def dimensions(self) -> Dimensions:
        """The checkpoint's sizes."""
        return self._current.dimensions

    @property
    def free_bytes(self) -> int:
        """Those of the engine that works now."""
        return self._current.free_bytes

    def encode(self, log_mel: LogMel) -> "FallbackEncoded":
        """Encodes (B, M, F) log-mel windows; F is at most the checkpoint's window, and even.

        Raises: ModelMemory for several windows, or where the other engine has not enough either.
        """
        try:
            encoded = self._current.encode(log_mel)
        except ModelMemory:
            if self.has_moved or len(log_mel) > 1:
                raise
            encoded = self.move().encode(log_mel)
        return FallbackEncoded(self, encoded, log_mel)

    def move(self) -> Engine:
        """The engine that takes over. Raises: what loading it raises."""
        if not self.has_moved:
            self._current = self._spare()
            self.has_moved = True
            self._tell(Notice.GPU_MEMORY)
        return self._current


class FallbackEncoded:
    """Obeys `Encoded`; on the engine that worked when it was encoded, or on the one that works now."""

    def __init__(self, engine: FallbackEngine, encoded: Encoded, log_mel: LogMel) -> None:
        self._engine = engine
        self._encoded = encoded
        self._log_mel = log_mel
        self._has_moved = engine.has_moved

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        return self._encoded.windows

    @property
    def positions(self) -> int:
        """How many encoder positions each of them has."""
        return self._encoded.positions

    def start(self, rows: Sequence[int]) -> "FallbackCache":
        """An empty cache whose row i listens to window `rows[i]`. Raises: ModelMemory for rows of several windows."""
        try:
            cache = self.on_current().start(rows)
        except ModelMemory:
            if self._has_moved or len(set(rows)) > 1:
                raise
            cache = self.on_spare().start(rows)
        return FallbackCache(cache, [(self, row) for row in rows], home=self, has_moved=self._has_moved)

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        """Cross-attention of the checkpoint's alignment heads while the (L,) tokens are fed to one window."""
        try:
            return self.on_current().align(window, tokens)
        except ModelMemory:
            if self._has_moved:
                raise
            return self.on_spare().align(window, tokens)

    def on_current(self) -> Encoded:
        """Encoded by the engine that works now."""
        return self.on_spare() if self._engine.has_moved else self._encoded

    def on_spare(self) -> Encoded:
        """Encoded by the engine that takes over; window by window, since memory is short."""
        if not self._has_moved:
            engine = self._engine.move()
            self._encoded = _Parts([engine.encode(window[None]) for window in self._log_mel])
            self._has_moved = True
        return self._encoded


class _Parts:
    """Obeys `Encoded`: windows that were encoded one by one."""

    def __init__(self, parts: Sequence[Encoded]) -> None:
        self._parts = parts

    @property
    def windows(self) -> int:
        return len(self._parts)

    @property
    def positions(self) -> int:
        return self._parts[0].positions

    def start(self, rows: Sequence[int]) -> Cache:
        first, *others = (self._parts[row].start([0]) for row in rows)
        for cache in others:
            first.join(cache)
        return first

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        return self._parts[window].align(0, tokens)


class FallbackCache:
    """Obeys `Cache`; knows what each row was fed, so that another engine can be brought as far."""

    def __init__(
        self, cache: Cache, rows: Sequence[tuple[FallbackEncoded, int]], *, home: FallbackEncoded, has_moved: bool
    ) -> None:
        self._cache = cache
        self._rows = list(rows)
        self._fed: list[tuple[int, ...]] = [()] * len(rows)
        self._home = home
        self._has_moved = has_moved

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens that were fed to each row so far."""
        return tuple(len(fed) for fed in self._fed)

    def step(self, tokens: TokenIds) -> Logits:
        """Feeds (B, L) more tokens, L ≥ 1; gives the (B, V) logits. Raises: ModelMemory for rows of several windows."""
        try:
            logits = self._cache.step(tokens)
        except ModelMemory:
            if not self._may_move:
                raise
            self._move()
            logits = self._cache.step(tokens)
        self._fed = [(*fed, *map(int, more)) for fed, more in zip(self._fed, tokens, strict=True)]
        return logits

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`. Raises: ModelMemory for rows of several windows."""
        self._rows, self._fed = [self._rows[row] for row in rows], [self._fed[row] for row in rows]
        try:
            self._cache.reorder(rows)
        except ModelMemory:
            if not self._may_move:
                raise
            self._move()

    def join(self, other: Self) -> None:
        """Takes the rows of another cache behind its own; if one of the two has moved, both have then.

        Raises: ModelMemory.
        """
        if self._has_moved != other._has_moved:
            (other if self._has_moved else self)._move()
        self._cache.join(other._cache)
        self._rows, other._rows = self._rows + other._rows, []
        self._fed, other._fed = self._fed + other._fed, []

    @property
    def _may_move(self) -> bool:
        """Rows of several windows may not: fewer of them are tried first."""
        return not self._has_moved and len({(id(encoded), window) for encoded, window in self._rows}) <= 1

    def _move(self) -> None:
        """Brings an empty cache of the engine that takes over as far as this one was."""
        self._cache = self._anew()
        self._has_moved = True

    def _anew(self) -> Cache:
        if not self._rows:
            empty = self._home.on_spare().start([0])
            empty.reorder([])
            return empty
        first, *others = (self._row(place) for place in range(len(self._rows)))
        for cache in others:
            first.join(cache)
        return first

    def _row(self, place: int) -> Cache:
        encoded, window = self._rows[place]
        cache = encoded.on_spare().start([window])
        if self._fed[place]:
            cache.step(np.array([self._fed[place]], dtype=np.int64))
        return cache
