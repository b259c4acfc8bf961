"""Heads of known habits hidden among random ones: calibration has to find those that follow the voice."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dabir_core.asr.head_calibration import MOST_HEADS, Listening, choose_heads, mean_error

Head = NDArray[np.float32]
PROMPT = 4
STARTS = (0, 20, 35, 70, 82, 110, 150, 160, 185)
"""Where eight tokens of a letter for each five positions begin; the last one is the end of the text."""
POSITIONS = 200


def random_head(random: np.random.Generator) -> Head:
    return random.dirichlet(np.ones(POSITIONS), size=PROMPT + len(STARTS)).astype(np.float32)


def following_head(*, late: int = 0, random: np.random.Generator) -> Head:
    """Looks evenly at each token's own stretch, so many positions late, and nowhere in particular before the text."""
    head = random_head(random)
    for row, (first, last) in enumerate(pairwise([*STARTS, POSITIONS]), start=PROMPT - 1):
        head[row] = 0.002 / POSITIONS
        head[row, max(0, first + late) : max(1, last + late)] += 1
        head[row] /= head[row].sum()
    return head


def staring_head(random: np.random.Generator) -> Head:
    """Looks at one place, whatever is spelled."""
    head = random_head(random) * 0.05
    head[:, 90] += 0.95
    return head


def listening(heads: Sequence[Head], *, timed: bool = False) -> Listening:
    return Listening(
        attention=np.stack(heads),
        prompt_length=PROMPT,
        positions=POSITIONS,
        letters=tuple((last - first) / 5 for first, last in pairwise(STARTS)),
        starts=tuple((token, start / 50) for token, start in enumerate(STARTS[1:-1], start=1)) if timed else (),
    )


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(0, 20))
def test_a_head_that_follows_the_voice_is_found_among_random_ones(seed: int, place: int) -> None:
    random = np.random.default_rng(seed)
    heads = [random_head(random) for _ in range(20)]
    heads.insert(place, following_head(random=random))
    assert choose_heads([listening(heads)]) == (place,)


@pytest.mark.parametrize("make", [random_head, staring_head])
def test_what_a_head_keeps_tells_the_voice_from_the_rest(make: Callable[[np.random.Generator], Head]) -> None:
    random = np.random.default_rng(1)
    follows, other = listening([following_head(random=random), make(random)]).kept_shares()
    assert follows > 0.95
    assert other < 0.35


def test_a_head_that_looks_everywhere_keeps_one_in_n() -> None:
    everywhere = np.full((PROMPT + len(STARTS), POSITIONS), 1 / POSITIONS, np.float32)
    one = listening([everywhere])
    assert one.kept_shares().tolist() == [pytest.approx(1 / 9)]
    assert one.chance == pytest.approx(1 / 9)


def test_all_that_follow_are_taken_up_to_a_limit() -> None:
    random = np.random.default_rng(2)
    heads = [following_head(random=random) if place % 2 else random_head(random) for place in range(40)]
    chosen = choose_heads([listening(heads), listening(heads)])
    assert len(chosen) == MOST_HEADS
    assert all(place % 2 for place in chosen)


def test_known_times_show_that_a_head_is_late_which_its_map_cannot() -> None:
    random = np.random.default_rng(3)
    heads = [following_head(late=8, random=random), following_head(random=random), random_head(random)]
    assert choose_heads([listening(heads)]) == (0, 1)
    assert choose_heads([listening(heads, timed=True)]) == (1,)


def test_an_early_and_a_late_head_mend_each_other() -> None:
    random = np.random.default_rng(4)
    heads = [random_head(random), following_head(late=-6, random=random), following_head(late=6, random=random)]
    one = listening(heads, timed=True)
    assert choose_heads([one]) == (1, 2)
    assert mean_error([one], [1, 2]) < mean_error([one], [1])


def test_heads_of_the_present_stay_where_none_are_better() -> None:
    random = np.random.default_rng(5)
    heads = [following_head(random=random), following_head(late=8, random=random)]
    assert choose_heads([listening(heads, timed=True)], present=[0]) == (0,)


def test_where_no_head_follows_those_at_present_stay() -> None:
    random = np.random.default_rng(6)
    heads = [random_head(random) for _ in range(12)]
    assert choose_heads([listening(heads)], present=[3, 1]) == (3, 1)
    assert choose_heads([listening(heads, timed=True)], present=[3, 1]) == (3, 1)
