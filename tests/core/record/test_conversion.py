import numpy as np
import pytest

from dabir_core.record.conversion import Conversion
from dabir_core.record.wave_file import WaveFormat


def test_the_same_format_is_passed_on_as_it_is() -> None:
    form = WaveFormat(16_000, 1)
    sound = bytes(range(200))
    assert Conversion(form, form).convert(sound) == sound


def test_one_channel_becomes_two_equal_ones() -> None:
    conversion = Conversion(WaveFormat(16_000, 1), WaveFormat(16_000, 2))
    pcm = np.frombuffer(conversion.convert(np.array([1, -2, 3], "<i2").tobytes()), "<i2")
    assert pcm.tolist() == [1, 1, -2, -2, 3, 3]


def test_two_channels_become_their_mean() -> None:
    conversion = Conversion(WaveFormat(16_000, 2), WaveFormat(16_000, 1))
    pcm = np.frombuffer(conversion.convert(np.array([10, 20, 32767, 32767], "<i2").tobytes()), "<i2")
    assert pcm.tolist() == [15, 32767]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rates", [(48_000, 16_000), (16_000, 48_000), (44_100, 48_000)])
def test_a_tone_keeps_its_pitch_its_loudness_and_its_length(rates: tuple[int, int], channels: int) -> None:
    source, target = rates
    conversion = Conversion(WaveFormat(source, 1), WaveFormat(target, channels))
    tone = np.round(10_000 * np.sin(2 * np.pi * 1000 * np.arange(source) / source)).astype("<i2")
    blocks = [conversion.convert(block.tobytes()) for block in np.array_split(tone, 50)]
    pcm = np.frombuffer(b"".join(blocks), "<i2").reshape(-1, channels)
    assert len(pcm) == pytest.approx(target, abs=target // 40)  # less what the filter holds
    inner = pcm[target // 10 : target // 10 + target // 2, -1].astype(float)
    assert int(np.abs(np.fft.rfft(inner)).argmax()) == 500
    assert inner.std() * 2**0.5 == pytest.approx(10_000, rel=0.01)
