"""Searches that share a batch: who leaves, who joins, and that no company changes a text."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.decoding import begin_search
from dabir_core.asr.decoding_batch import DecodingBatch, Ended
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.search import BeamRule, Beginning, DecodingRequest, Search
from dabir_core.errors import CheckpointCorrupt
from dabir_core.transcript import EndedBy
from tests.fakes import FakeCache, FakeEngine
from tests.scripted import END, LANGUAGES, NO_TIMESTAMPS, SIZE, START, T0, TRANSCRIBE, small_checkpoint

KNOWN = small_checkpoint(positions=64)
PROMPT = (START, LANGUAGES["fa"], TRANSCRIBE, NO_TIMESTAMPS)
WINDOWS = 6


def speaks(window: int, fed: tuple[int, ...]) -> Mapping[int, float]:
    """Flat enough for chance and beams to matter, different for each window and place; ends now and then."""
    chance = np.random.default_rng([window, *fed])
    return dict(enumerate(chance.normal(0.0, 2.0, SIZE)))


def search_of(request: DecodingRequest) -> Search:
    prompt = PROMPT[:3] if request.timestamps else PROMPT
    return begin_search(Beginning(KNOWN, request, prompt, 20, 0.0))


def batch_of(window: int, search: Search) -> DecodingBatch:
    engine = FakeEngine(speaks, KNOWN.dimensions)
    encoded = engine.encode(np.zeros((WINDOWS, 80, 8), np.float32))
    return DecodingBatch(encoded.start([window]), [search], np.array([search.prompt]))


def finish(batch: DecodingBatch, ended: list[Ended]) -> None:
    while batch.searches:
        ended += batch.step()


def alone(window: int, request: DecodingRequest) -> Hypothesis:
    search = search_of(request)
    ended: list[Ended] = []
    finish(batch_of(window, search), ended)
    return ended[0].hypothesis()


requests = st.builds(
    DecodingRequest,
    language=st.just("fa"),
    timestamps=st.booleans(),
    temperature=st.sampled_from([0.0, 0.7]),
    seed=st.integers(0, 3),
    beams=st.sampled_from([None, None, BeamRule(3)]),
)


@given(st.lists(st.tuples(st.integers(0, WINDOWS - 1), requests, st.integers(0, 12)), min_size=2, max_size=6))
def test_a_text_does_not_depend_on_its_company(asked: list[tuple[int, DecodingRequest, int]]) -> None:
    searches = [search_of(request) for _, request, _ in asked]
    ended: list[Ended] = []
    running: DecodingBatch | None = None
    for search, (window, _, steps) in zip(searches, asked, strict=True):
        opened = batch_of(window, search)
        ended += opened.step()
        if running is None or not running.searches:
            running = opened
        elif opened.searches:
            running.join(opened)
        for _ in range(steps):
            if running.searches:
                ended += running.step()
    assert running is not None
    finish(running, ended)
    assert len(ended) == len(searches)
    found = {id(each.search): each.hypothesis() for each in ended}
    for search, (window, request, _) in zip(searches, asked, strict=True):
        expected = alone(window, request)
        assert found[id(search)].tokens == expected.tokens
        assert found[id(search)].log_probabilities == pytest.approx(expected.log_probabilities)
        assert found[id(search)].ended_by is expected.ended_by


def scripted_batch(*scripts: tuple[int, ...], known: Checkpoint = KNOWN) -> tuple[DecodingBatch, FakeCache]:
    def answer(window: int, fed: tuple[int, ...]) -> int:
        said = len(fed) - len(PROMPT)
        return scripts[window][said] if 0 <= said < len(scripts[window]) else 5

    encoded = FakeEngine(answer, known.dimensions).encode(np.zeros((len(scripts), 80, 8), np.float32))
    searches = [begin_search(Beginning(known, DecodingRequest("fa"), PROMPT, 20, 0.0)) for _ in scripts]
    cache = encoded.start(range(len(scripts)))
    return DecodingBatch(cache, searches, np.array([PROMPT] * len(scripts))), cache


def test_rows_leave_when_their_text_ends() -> None:
    batch, cache = scripted_batch((7, END), (8, 9, 10, END), (11, 12, END))
    rows = []
    while batch.searches:
        batch.step()
        rows.append(len(cache.rows))
    assert rows[:3] == [3, 2, 1]
    assert len(rows) == 4


def test_a_row_that_is_stopped_between_two_steps_is_not_stepped_again() -> None:
    batch, cache = scripted_batch((7, 8, 9, END), (10, 11, 12, END))
    batch.step()
    first, second = batch.searches
    first.stop(EndedBy.CANCEL)
    (ended,) = batch.step()
    assert (ended.search, ended.hypothesis().ended_by) == (first, EndedBy.CANCEL)
    assert ended.hypothesis().tokens == (7,)
    assert [window for window, _ in cache.rows] == [1]
    second.stop(EndedBy.CANCEL)
    fed = list(cache.rows)
    assert len(batch.step()) == 1
    assert (batch.searches, cache.rows) == ((), fed)


def test_a_row_without_numbers_fails_alone() -> None:
    def answer(window: int, fed: tuple[int, ...]) -> Mapping[int, float]:
        return {7: np.nan} if window == 0 else {END if len(fed) > 5 else 8: 9.0}

    engine = FakeEngine(answer, KNOWN.dimensions)
    encoded = engine.encode(np.zeros((2, 80, 8), np.float32))
    searches = [search_of(DecodingRequest("fa")) for _ in range(2)]
    batch = DecodingBatch(encoded.start([0, 1]), searches, np.array([PROMPT] * 2))
    (failed,) = batch.step()
    assert failed.search is searches[0]
    with pytest.raises(CheckpointCorrupt):
        failed.hypothesis()
    ended: list[Ended] = []
    finish(batch, ended)
    assert ended[0].hypothesis().tokens == (8, 8)


def test_rows_with_and_without_timestamps_share_a_batch() -> None:
    timed = search_of(DecodingRequest("fa", timestamps=True))
    batch, plain = batch_of(0, timed), batch_of(1, search_of(DecodingRequest("fa")))
    ended = batch.step() + plain.step()
    batch.join(plain)
    finish(batch, ended)
    said = {each.search is timed: each.hypothesis().tokens for each in ended}
    assert said[True][0] >= T0
    assert all(token < T0 for token in said[False])
