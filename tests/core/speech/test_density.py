import pytest

from dabir_core.speech.density import SpeechDensity


def test_first_windows_expect_fast_persian() -> None:
    assert SpeechDensity().window_limit(420, longest=30.0) == pytest.approx(28.0)  # 0.8 * 420 tokens at 12 a second
    assert SpeechDensity().window_limit(224, longest=30.0) == pytest.approx(14.933, abs=1e-3)


def test_first_windows_stay_within_the_checkpoint() -> None:
    assert SpeechDensity().window_limit(224, longest=12.0) == 12.0


@pytest.mark.parametrize(
    ("tokens_per_second", "token_cap", "longest", "expected"),
    [
        (10.0, 224, 30.0, 17.92),  # 0.8 * 224 / 10
        (12.0, 440, 30.0, 29.0),  # 29.3 s would do, 29 s is the most
        (4.0, 224, 30.0, 29.0),
        (4.0, 224, 15.0, 15.0),
        (200.0, 224, 30.0, 5.0),  # a runaway window does not make the next ones tiny
        (200.0, 224, 3.0, 3.0),
    ],
)
def test_limit_follows_measured_density(
    tokens_per_second: float, token_cap: int, longest: float, expected: float
) -> None:
    density = SpeechDensity(tokens_per_second)
    assert density.window_limit(token_cap, longest=longest) == pytest.approx(expected)


def test_density_is_a_moving_average() -> None:
    first = SpeechDensity().measured(100, 10.0)
    assert first.tokens_per_second == pytest.approx(10.0)
    assert first.measured(200, 10.0).tokens_per_second == pytest.approx(13.0)  # 10 + 0.3 * (20 - 10)


def test_window_without_text_says_nothing_about_density() -> None:
    assert SpeechDensity(8.0).measured(0, 10.0) == SpeechDensity(8.0)
    assert SpeechDensity(8.0).measured(5, 0.0) == SpeechDensity(8.0)
