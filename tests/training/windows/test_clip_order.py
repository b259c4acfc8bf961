"""The order of an epoch: every clip once, one speaker's often together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_training.windows.clip_order import clip_order


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.floats(0, 1), st.integers(0, 99))
def test_every_row_comes_once(speakers: list[int], chance: float, seed: int) -> None:
    numbered = np.array(speakers, np.int32)
    order = clip_order(numbered, chance=chance, seed=str(seed))
    assert sorted(order.tolist()) == list(range(len(speakers)))
    assert order.tolist() == clip_order(numbered, chance=chance, seed=str(seed)).tolist()


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.9])
def test_speakers_follow_themselves_with_the_chance(chance: float) -> None:
    """200 speakers of 100 clips: by chance one in 200 follows oneself. Looked at while all have clips left."""
    speakers = np.repeat(np.arange(200, dtype=np.int32), 100)
    followed = speakers[clip_order(speakers, chance=chance, seed="1")][:10001]
    share = np.mean(followed[1:] == followed[:-1])
    expected = chance + (1 - chance) / 200
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 10000) + 0.001)


def test_a_sure_chance_keeps_each_speaker_together() -> None:
    speakers = np.array([0, 1, 2] * 30, np.int32)
    heard = speakers[clip_order(speakers, chance=1.0, seed="5")]
    assert np.count_nonzero(np.diff(heard)) == 2


def test_another_seed_is_another_order() -> None:
    speakers = np.zeros(50, np.int32)
    assert clip_order(speakers, chance=0.0, seed="1").tolist() != clip_order(speakers, chance=0.0, seed="2").tolist()
