"""Playing, as the window hears of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import SourceMissing
from dabir_desktop.playback import Playback
from dabir_desktop.playing.output import SilentOutput
from tests.desktop.playing.outputs import HandOutputs, tone_file, until
from tests.desktop.signals import carried


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tone_file(tmp_path_factory.mktemp("tone") / "tone.wav")


@pytest.fixture
def outputs() -> HandOutputs:
    return HandOutputs()


@pytest.fixture
def playback(qapp: object, outputs: HandOutputs) -> Iterator[Playback]:
    playback = Playback(output=outputs)
    yield playback
    playback.close()


def test_the_place_is_told_while_it_plays(playback: Playback, outputs: HandOutputs, tone: Path, qtbot: QtBot) -> None:
    playback.open(tone)
    with qtbot.waitSignal(playback.playing_changed, check_params_cb=bool):
        playback.play(1.0)
    until(lambda: bool(outputs.opened))
    outputs.now.move(0.5)
    with qtbot.waitSignal(playback.position_changed, check_params_cb=lambda place: place == pytest.approx(1.5)):
        pass
    playback.pause()
    assert not playback.is_playing
    qtbot.waitUntil(lambda: outputs.now.is_ended)
    assert playback.position == pytest.approx(1.5)


def test_at_its_end_it_stops_and_the_next_play_begins_anew(
    playback: Playback, outputs: HandOutputs, tone: Path, qtbot: QtBot
) -> None:
    playback.open(tone)
    playback.play(2.8)
    until(lambda: bool(outputs.opened))
    with qtbot.waitSignal(playback.playing_changed, check_params_cb=lambda is_playing: not is_playing):
        outputs.now.move(0.4)
    assert playback.position == pytest.approx(3.0)
    playback.play()
    assert playback.position == 0.0


def test_a_part_is_played_up_to_its_end(playback: Playback, outputs: HandOutputs, tone: Path, qtbot: QtBot) -> None:
    playback.open(tone)
    playback.play(0.5, until=0.9)
    until(lambda: bool(outputs.opened))
    outputs.now.move(0.3)
    qtbot.wait(60)
    assert playback.is_playing
    outputs.now.move(0.2)
    qtbot.waitUntil(lambda: not playback.is_playing)


def test_a_lost_device_is_told_and_playing_is_paused(
    playback: Playback, outputs: HandOutputs, tone: Path, qtbot: QtBot
) -> None:
    playback.open(tone)
    playback.play()
    until(lambda: bool(outputs.opened))
    with qtbot.waitSignal(playback.lost):
        outputs.now.is_lost = True
    assert not playback.is_playing


def test_without_a_device_words_light_up_all_the_same(tone: Path, qtbot: QtBot) -> None:
    playback = Playback(output=SilentOutput)
    playback.open(tone)
    with qtbot.waitSignals([playback.silent, playback.position_changed]):
        playback.play()
    qtbot.waitUntil(lambda: playback.position > 0.2)
    playback.close()


def test_a_file_that_is_gone_is_told(playback: Playback, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(playback.failed) as failed:
        playback.open(tmp_path / "none.wav")
    assert isinstance(carried(failed), SourceMissing)
    assert not playback.is_playing


def test_nothing_is_played_where_nothing_is_open(playback: Playback, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(playback.playing_changed, wait=50):
        playback.play()
