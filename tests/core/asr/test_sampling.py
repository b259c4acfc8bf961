import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.sampling import Sampler, draw, log_probabilities


def test_log_probabilities_of_thirds_and_a_forbidden_token() -> None:
    logits = np.array([[math.log(2.0), 0.0, -np.inf], [0.0, 0.0, 0.0]], dtype=np.float32)
    values = log_probabilities(logits, np.array([0, 2]))
    assert values == pytest.approx([math.log(2 / 3), math.log(1 / 3)], abs=1e-6)


def test_log_probabilities_stand_large_logits() -> None:
    logits = np.array([[1e4, 1e4 - math.log(3.0)]], dtype=np.float32)
    assert log_probabilities(logits, np.array([0])) == pytest.approx([math.log(0.75)], abs=1e-3)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_draws_follow_the_softmax_at_the_temperature(temperature: float) -> None:
    shares = np.array([0.5, 0.3, 0.15, 0.05])
    expected = shares ** (1 / temperature) / (shares ** (1 / temperature)).sum()
    generator, draws = np.random.default_rng(7), 20_000
    logits = np.log(shares).astype(np.float32)
    counts = np.bincount([draw(logits, temperature, generator=generator) for _ in range(draws)], minlength=4)
    chi_square = ((counts - draws * expected) ** 2 / (draws * expected)).sum()
    # 3 degrees of freedom: 16.27 is passed by chance once in a thousand.
    assert chi_square < 16.27


@given(
    st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=20),
    st.floats(0.01, 2.0),
    st.integers(0, 2**32 - 1),
)
def test_a_forbidden_token_is_never_drawn(allowed: list[float], temperature: float, seed: int) -> None:
    logits = np.full(2 * len(allowed) + 1, -np.inf, dtype=np.float32)
    logits[1::2] = allowed
    assert draw(logits, temperature, generator=np.random.default_rng(seed)) % 2 == 1


class AlmostOne(np.random.Generator):
    """The largest value that a generator can give."""

    def random(self, *args: object, **kwargs: object) -> float:  # type: ignore[override]
        return math.nextafter(1.0, 0.0)


def test_the_last_uniform_draws_the_last_allowed_token() -> None:
    logits = np.array([-np.inf, 0.0, 1.0, 2.0, -np.inf], dtype=np.float32)
    assert draw(logits, 1.0, generator=AlmostOne(np.random.PCG64(0))) == 3


def test_temperature_zero_takes_the_likeliest() -> None:
    assert Sampler(0.0, 0).pick(np.array([0.0, 3.0, 1.0], dtype=np.float32)) == 1


def test_a_seed_repeats_its_draws() -> None:
    flat = np.zeros(1000, dtype=np.float32)
    first, again, other = (
        [sampler.pick(flat) for _ in range(5)] for sampler in (Sampler(1, 3), Sampler(1, 3), Sampler(1, 4))
    )
    assert first == again != other
