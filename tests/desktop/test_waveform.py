"""The waveform of a file, read in a thread."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from dabir_desktop.peaks import PEAKS_PER_SECOND, Peaks
from dabir_desktop.waveform import WaveformReader
from tests.desktop.playing.outputs import tone_file
from tests.desktop.signals import carried


@pytest.fixture(autouse=True)
def _a_cache_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))


def whole(peaks: Peaks) -> bool:
    return peaks.is_whole


def test_a_file_is_read_to_its_end_and_then_known(qtbot: QtBot, tmp_path: Path) -> None:
    reader, tone = WaveformReader(), tone_file(tmp_path / "tone.wav", 2.0)
    with qtbot.waitSignal(reader.grew, check_params_cb=whole) as first:
        reader.open(tone)
    peaks = carried(first)
    assert len(peaks.values) == 2 * PEAKS_PER_SECOND
    assert peaks.values[10:40].tolist() == pytest.approx([32] * 30, abs=1)  # an eighth of full scale
    with qtbot.waitSignal(reader.grew, check_params_cb=whole) as second:
        reader.open(tone)
    assert np.array_equal(carried(second).values, peaks.values)
    reader.close()


def test_a_file_that_was_left_is_told_of_no_more(qtbot: QtBot, tmp_path: Path) -> None:
    reader = WaveformReader()
    long, short = tone_file(tmp_path / "long.wav", 60.0), tone_file(tmp_path / "short.wav", 1.0)
    heard = list[Peaks]()
    reader.grew.connect(heard.append)
    reader.open(long)
    with qtbot.waitSignal(reader.grew, check_params_cb=whole):
        reader.open(short)
    assert heard[-1].duration == 1.0
    with qtbot.assertNotEmitted(reader.grew, wait=200):
        reader.close()


def test_a_file_without_sound_has_no_waveform(qtbot: QtBot, tmp_path: Path) -> None:
    reader = WaveformReader()
    with qtbot.assertNotEmitted(reader.grew, wait=200):
        reader.open(tmp_path / "none.wav")
    reader.close()
