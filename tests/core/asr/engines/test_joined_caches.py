"""What the scheduler may rely on when rows of different ages decode together; each row is compared to a fresh cache."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.engines.engine import Cache, Encoded, Engine
from tests.engines import EVERY_ENGINE, said_after
from tests.random_whisper import MICRO, random_log_mel, random_tokens, random_whisper

TOKENS = random_tokens(3, 12)


@pytest.fixture(scope="module", params=list(EVERY_ENGINE))
def engine(request: pytest.FixtureRequest) -> Engine:
    return EVERY_ENGINE[request.param](random_whisper())


@pytest.fixture(scope="module")
def encoded(engine: Engine) -> Encoded:
    return engine.encode(random_log_mel(3, MICRO.window_frames))


@dataclass
class Watched:
    """A cache, and what each of its rows listens to and was fed."""

    cache: Cache
    rows: list[tuple[Encoded, int, list[int]]]

    def step(self, tokens: TokenIds) -> None:
        """Fails unless each row says what it would alone."""
        for (_, _, before), more in zip(self.rows, tokens, strict=True):
            before.extend(more.tolist())
        logits = self.cache.step(tokens)
        np.testing.assert_allclose(logits, [_alone(row) for row in self.rows], atol=1e-4)
        assert self.cache.lengths == tuple(len(before) for _, _, before in self.rows)

    def reorder(self, rows: Sequence[int]) -> None:
        self.cache.reorder(rows)
        self.rows = [(encoded, window, list(before)) for encoded, window, before in (self.rows[row] for row in rows)]

    def join(self, other: "Watched") -> None:
        self.cache.join(other.cache)
        self.rows += other.rows
        assert self.cache.lengths == tuple(len(before) for _, _, before in self.rows)


def _alone(row: tuple[Encoded, int, list[int]]) -> Logits:
    encoded, window, before = row
    return said_after(encoded, window, before)


def started(encoded: Encoded, windows: Sequence[int], length: int = 0) -> Watched:
    """Rows that were fed so many tokens, each its own, one by one."""
    watched = Watched(encoded.start(windows), [(encoded, window, []) for window in windows])
    for place in range(length):
        watched.step(random_tokens(len(windows), 12, seed=5)[:, place : place + 1])
    return watched


def go_on(watched: Watched, steps: int = 2) -> None:
    for number in range(steps):
        watched.step(random_tokens(len(watched.rows), 1, seed=number))


@pytest.mark.parametrize(("first", "second"), [(4, 4), (7, 2), (2, 7), (1, 9), (0, 3), (3, 0), (0, 0)])
def test_rows_that_join_go_on_as_they_would_alone(encoded: Encoded, first: int, second: int) -> None:
    watched = started(encoded, [0, 1], first)
    watched.join(started(encoded, [2], second))
    go_on(watched, 3)


def test_a_cache_whose_rows_were_taken_is_over(encoded: Encoded) -> None:
    other = encoded.start([1])
    encoded.start([0]).join(other)
    assert other.lengths == ()


@pytest.mark.parametrize(("first", "second"), [(6, 2), (2, 6)])
def test_several_tokens_may_follow_a_join(encoded: Encoded, first: int, second: int) -> None:
    watched = started(encoded, [2], first)
    watched.join(started(encoded, [0, 1], second))
    watched.step(random_tokens(3, 4, seed=1))
    watched.step(random_tokens(3, 2, seed=2))


def test_windows_of_other_encodings_with_as_many_positions_may_join(engine: Engine, encoded: Encoded) -> None:
    other = engine.encode(random_log_mel(2, MICRO.window_frames, seed=6))
    assert other.positions == encoded.positions
    watched = started(encoded, [0], 3)
    watched.join(started(other, [1, 0], 5))
    go_on(watched)


@pytest.mark.parametrize("rows", [[2, 0, 1], [2], [1, 1, 2], [0, 2], [2, 2, 2, 2]])
def test_joined_rows_may_be_reordered(encoded: Encoded, rows: list[int]) -> None:
    watched = started(encoded, [0, 1], 5)
    watched.join(started(encoded, [2], 2))
    watched.reorder(rows)
    go_on(watched)
    watched.reorder(range(len(rows))[::-1])
    go_on(watched)


@pytest.mark.parametrize("stepped", [False, True])
def test_reordered_rows_may_join(encoded: Encoded, stepped: bool) -> None:
    watched, other = started(encoded, [0, 1, 2], 5), started(encoded, [1, 0], 3)
    watched.reorder([2, 0])
    other.reorder([1, 1])
    if stepped:
        go_on(watched)
        go_on(other)
    watched.join(other)
    go_on(watched)


@pytest.mark.parametrize("length", [0, 3])
def test_a_cache_without_rows_may_be_joined(encoded: Encoded, length: int) -> None:
    watched = started(encoded, [0, 1], 4)
    watched.reorder([])
    assert watched.cache.lengths == ()
    watched.join(started(encoded, [2], length))
    go_on(watched)


def test_nothing_may_join(encoded: Encoded) -> None:
    watched, gone = started(encoded, [0, 1], 4), started(encoded, [2], 7)
    gone.reorder([])
    watched.join(gone)
    go_on(watched)
    watched.join(started(encoded, []))
    go_on(watched)


def test_beams_of_one_window_join_others_and_still_part(encoded: Encoded) -> None:
    watched, other = started(encoded, [1], 4), started(encoded, [2], 2)
    watched.reorder([0, 0, 0])
    other.reorder([0, 0])
    go_on(watched)
    watched.join(other)
    go_on(watched)
    watched.reorder([2, 0, 0, 4, 4])
    go_on(watched)
    watched.reorder([1, 2, 0])
    go_on(watched)


def test_the_longest_row_may_leave(encoded: Encoded) -> None:
    watched = started(encoded, [0], 11)
    watched.join(started(encoded, [1], 2))
    watched.reorder([1])
    go_on(watched)
    watched.join(started(encoded, [2], 3))
    go_on(watched)


@pytest.mark.parametrize("seed", range(4))
def test_rows_come_and_go_in_any_order(engine: Engine, encoded: Encoded, seed: int) -> None:
    rng = np.random.default_rng(seed)
    encodings = [encoded, engine.encode(random_log_mel(3, MICRO.window_frames, seed=3))]
    watched = started(encoded, [0, 1, 2], 1)
    for _ in range(12):
        kept = rng.permutation(len(watched.rows))[: rng.integers(0, 5)]
        watched.reorder(kept.tolist())
        newcomers = rng.integers(0, 3, size=rng.integers(0, 3)).tolist()
        watched.join(started(encodings[rng.integers(2)], newcomers, int(rng.integers(0, 4)) if newcomers else 0))
        if watched.rows:
            watched.step(rng.integers(0, MICRO.vocabulary, (len(watched.rows), rng.integers(1, 3))))
