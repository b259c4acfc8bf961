"""What the decoding loop may rely on, whichever engine it was given; the fake engine obeys it too."""

from collections.abc import Sequence

import numpy as np
import pytest

from dabir_core.arrays import Logits
from dabir_core.asr.engines.engine import Encoded, Engine
from tests.engines import EVERY_ENGINE, said_after
from tests.random_whisper import MICRO, random_log_mel, random_tokens, random_whisper

WINDOWS = 3
TOKENS = random_tokens(WINDOWS, 12)


@pytest.fixture(scope="module", params=list(EVERY_ENGINE))
def engine(request: pytest.FixtureRequest) -> Engine:
    return EVERY_ENGINE[request.param](random_whisper())


@pytest.fixture(scope="module")
def encoded(engine: Engine) -> Encoded:
    return engine.encode(random_log_mel(WINDOWS, MICRO.window_frames))


def assert_same(logits: Logits, expected: Sequence[Logits]) -> None:
    np.testing.assert_allclose(logits, np.stack(expected), atol=1e-4)


def test_an_engine_has_a_name_and_the_checkpoints_sizes(engine: Engine) -> None:
    assert engine.name
    assert engine.dimensions == MICRO


def test_encoded_knows_its_windows_and_their_positions(engine: Engine, encoded: Encoded) -> None:
    assert encoded.windows == WINDOWS
    assert encoded.positions == MICRO.source_positions
    assert engine.encode(random_log_mel(1, 60)).positions == 30


def test_lengths_count_the_tokens_of_each_row(encoded: Encoded) -> None:
    cache = encoded.start([0, 1])
    assert cache.lengths == (0, 0)
    cache.step(TOKENS[:2, :4])
    cache.step(TOKENS[:2, 4:5])
    assert cache.lengths == (5, 5)


def test_logits_are_one_float32_row_for_each_row(encoded: Encoded) -> None:
    logits = encoded.start([0, 1]).step(TOKENS[:2, :4])
    assert logits.shape == (2, MICRO.vocabulary)
    assert logits.dtype == np.float32


@pytest.mark.parametrize("parts", [(12,), (4, 8), (5, 1, 6), (1,) * 12])
def test_tokens_may_come_at_once_or_in_parts(encoded: Encoded, parts: tuple[int, ...]) -> None:
    cache = encoded.start(range(WINDOWS))
    for part in parts:
        logits = cache.step(TOKENS[:, cache.lengths[0] : cache.lengths[0] + part])
    assert_same(logits, [said_after(encoded, window, TOKENS[window]) for window in range(WINDOWS)])


@pytest.mark.parametrize("rows", [[2], [2, 0], [1, 1], [0, 0, 1], [2, 1, 0, 2]])
def test_each_row_listens_to_its_window(encoded: Encoded, rows: list[int]) -> None:
    tokens = TOKENS[0, :3]
    logits = encoded.start(rows).step(np.tile(tokens, (len(rows), 1)))
    assert_same(logits, [said_after(encoded, window, tokens) for window in rows])


def test_windows_are_told_apart(encoded: Encoded) -> None:
    logits = encoded.start([0, 1]).step(np.tile(TOKENS[0, :3], (2, 1)))
    assert np.abs(logits[0] - logits[1]).max() > 0.01


@pytest.mark.parametrize("rows", [[1, 0, 2], [0, 0, 2], [2, 2, 2], [1], [2, 0], [0, 1, 2, 1, 0]])
def test_reordered_rows_go_on_as_the_rows_they_copy(encoded: Encoded, rows: list[int]) -> None:
    cache = encoded.start(range(WINDOWS))
    cache.step(TOKENS[:, :4])
    cache.reorder(rows)
    more = random_tokens(len(rows), 2, seed=1)
    logits = cache.step(more)
    assert_same(
        logits, [said_after(encoded, row, [*TOKENS[row, :4], *after]) for row, after in zip(rows, more, strict=True)]
    )


def test_beams_of_one_window_part_and_merge(encoded: Encoded) -> None:
    cache = encoded.start([1])
    cache.step(TOKENS[:1, :4])
    cache.reorder([0, 0, 0])
    cache.step(TOKENS[:, 4:5])
    cache.reorder([2, 0])
    logits = cache.step(TOKENS[:2, 5:6])
    prompt = list(TOKENS[0, :4])
    assert_same(
        logits,
        [
            said_after(encoded, 1, [*prompt, TOKENS[2, 4], TOKENS[0, 5]]),
            said_after(encoded, 1, [*prompt, TOKENS[0, 4], TOKENS[1, 5]]),
        ],
    )


def test_reorders_before_a_step_add_up(encoded: Encoded) -> None:
    cache = encoded.start(range(WINDOWS))
    cache.step(TOKENS[:, :4])
    cache.reorder([2, 0])
    cache.reorder([1, 1, 0])
    assert cache.lengths == (4, 4, 4)
    logits = cache.step(TOKENS[:, 4:5])
    kept = [0, 0, 2]
    assert_same(logits, [said_after(encoded, row, [*TOKENS[row, :4], TOKENS[i, 4]]) for i, row in enumerate(kept)])


def test_an_empty_cache_may_be_reordered(encoded: Encoded) -> None:
    cache = encoded.start([0, 2])
    cache.reorder([1, 1, 0])
    logits = cache.step(TOKENS[:, :2])
    assert_same(logits, [said_after(encoded, window, TOKENS[i, :2]) for i, window in enumerate([2, 2, 0])])


def test_caches_do_not_disturb_each_other(engine: Engine, encoded: Encoded) -> None:
    other = engine.encode(random_log_mel(1, 60, seed=5))
    caches = [encoded.start([0]), encoded.start([1, 0]), other.start([0])]
    tokens = [TOKENS[:1, :6], TOKENS[1:, :6], TOKENS[2:, :6]]
    for token in range(6):
        logits = [cache.step(fed[:, token : token + 1]) for cache, fed in zip(caches, tokens, strict=True)]
    assert_same(logits[0], [said_after(encoded, 0, TOKENS[0, :6])])
    assert_same(logits[1], [said_after(encoded, 1, TOKENS[1, :6]), said_after(encoded, 0, TOKENS[2, :6])])
    assert_same(logits[2], [said_after(other, 0, TOKENS[2, :6])])


def test_logits_may_be_kept_and_changed(encoded: Encoded) -> None:
    cache = encoded.start([0])
    first = cache.step(TOKENS[:1, :4])
    before = first.copy()
    cache.step(TOKENS[:1, 4:5])
    np.testing.assert_array_equal(first, before)
    first[:] = -np.inf
    assert_same(cache.step(TOKENS[:1, 5:6]), [said_after(encoded, 0, TOKENS[0, :6])])


def test_a_cache_outlives_its_encoded(engine: Engine) -> None:
    encoded = engine.encode(random_log_mel(2, 40, seed=7))
    expected = said_after(encoded, 1, TOKENS[0, :3])
    cache = encoded.start([1])
    del encoded
    engine.encode(random_log_mel(2, 40, seed=8))
    assert_same(cache.step(TOKENS[:1, :3]), [expected])


@pytest.mark.parametrize("frames", [2, 60, MICRO.window_frames])
def test_alignment_shares_out_every_token_over_the_positions(engine: Engine, frames: int) -> None:
    weights = engine.encode(random_log_mel(2, frames)).align(1, TOKENS[0])
    assert weights.shape[1:] == (TOKENS.shape[1], frames // 2)
    assert weights.dtype == np.float32
    np.testing.assert_allclose(weights.sum(axis=2), 1.0, atol=1e-5)


def test_alignment_leaves_a_running_cache_alone(encoded: Encoded) -> None:
    cache = encoded.start([0])
    cache.step(TOKENS[:1, :4])
    encoded.align(1, TOKENS[1])
    assert_same(cache.step(TOKENS[:1, 4:5]), [said_after(encoded, 0, TOKENS[0, :5])])
