"""Where speech begins and ends: bursts whose times are known."""

import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_training.windows.speech_extent import speech_extent
from tests.training.windows.material import burst

FRAME = 0.02
BEFORE, AFTER = 0.04, 0.08


def extent_seconds(sound: Waveform) -> tuple[float, float]:
    first, last = speech_extent(sound)
    return first / 16000, last / 16000


def noise(samples: int, level_db: float) -> Waveform:
    return np.asarray(np.random.default_rng(1).standard_normal(samples) * 10 ** (level_db / 20), np.float32)


@pytest.mark.parametrize(("start", "end"), [(0.5, 2.5), (0.0, 1.0), (1.3, 4.0), (0.71, 0.95)])
@pytest.mark.parametrize("floor_db", [-200.0, -60.0, -45.0])
def test_a_burst_in_silence_is_found_to_a_frame(start: float, end: float, floor_db: float) -> None:
    sound = burst(4.0, start=start, end=end)
    first, last = extent_seconds(sound + noise(sound.size, floor_db))
    assert first == pytest.approx(max(0.0, start - BEFORE), abs=FRAME + 1e-9)
    assert last == pytest.approx(min(4.0, end + AFTER), abs=FRAME + 1e-9)


def test_a_pause_within_is_kept_and_the_level_does_not_matter() -> None:
    sound = burst(5.0, start=0.5, end=1.5) + burst(5.0, start=3.0, end=4.0)
    for gain in (1.0, 0.01):
        first, last = extent_seconds(sound * np.float32(gain))
        assert first == pytest.approx(0.5 - BEFORE, abs=FRAME + 1e-9)
        assert last == pytest.approx(4.0 + AFTER, abs=FRAME + 1e-9)


def test_a_click_is_no_speech() -> None:
    sound = burst(4.0, start=1.0, end=3.0)
    sound[3200:3260] = 0.9
    assert extent_seconds(sound)[0] == pytest.approx(1.0 - BEFORE, abs=FRAME + 1e-9)


@pytest.mark.parametrize(
    "sound", [np.zeros(16000, np.float32), np.full(16000, 0.1, np.float32), np.zeros(100, np.float32)]
)
def test_where_nothing_stands_out_all_is_taken(sound: Waveform) -> None:
    assert speech_extent(sound) == (0, sound.size)
