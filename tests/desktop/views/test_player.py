"""The player: buttons, keys, times, and what it says when something is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dabir_core.sentences import Language
from dabir_desktop.i18n import Interface
from dabir_desktop.playback import Playback
from dabir_desktop.playing.output import SilentOutput
from dabir_desktop.views.player import Player
from tests.desktop.playing.outputs import HandOutputs, tone_file, until

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tone_file(tmp_path_factory.mktemp("tone") / "tone.wav", 20.0)


@pytest.fixture
def outputs() -> HandOutputs:
    return HandOutputs()


@pytest.fixture
def player(persian: Interface, outputs: HandOutputs, tone: Path, qtbot: QtBot) -> Iterator[Player]:
    window = QWidget()
    player = Player(persian, Playback(output=outputs))
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    layout.addWidget(player)
    qtbot.addWidget(window)
    player.open(tone, 20.0)
    window.show()
    window.activateWindow()
    player.waveform.setFocus()
    yield player
    player.end()


def test_space_plays_and_pauses(player: Player, qtbot: QtBot) -> None:
    QTest.keyClick(player.waveform, Qt.Key.Key_Space)
    assert player.playback.is_playing
    assert player.play_button.accessibleName() == "مکث"
    QTest.keyClick(player.waveform, Qt.Key.Key_Space)
    assert not player.playback.is_playing
    assert player.play_button.accessibleName() == "پخش"


def test_space_types_where_text_is_edited(player: Player, qtbot: QtBot) -> None:
    (field,) = player.window().findChildren(QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "a b")
    assert field.text() == "a b"
    assert not player.playback.is_playing


def test_space_presses_the_button_that_has_the_focus(player: Player, qtbot: QtBot) -> None:
    button = QPushButton(player)
    button.show()
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert not player.playback.is_playing


def test_five_seconds_back_and_on_by_button_and_by_key(player: Player, qtbot: QtBot) -> None:
    QTest.mouseClick(player.on_button, Qt.MouseButton.LeftButton)
    assert player.playback.position == 5.0
    QTest.keyClick(player.waveform, Qt.Key.Key_Right, ALT)
    assert player.playback.position == 10.0
    QTest.keyClick(player.waveform, Qt.Key.Key_Left, ALT)
    QTest.mouseClick(player.back_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(player.back_button, Qt.MouseButton.LeftButton)
    assert player.playback.position == 0.0


def test_the_waveform_is_zoomed_by_keys_from_anywhere_in_the_window(player: Player) -> None:
    (field,) = player.window().findChildren(QLineEdit)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert player.waveform.seen.excerpt.length == pytest.approx(20.0 / 2**0.5)
    QTest.keyClick(field, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert player.waveform.seen.excerpt.is_whole


def test_speed_by_menu_and_by_key(player: Player, qtbot: QtBot) -> None:
    assert player.speed_button.text() == "\u2066۱×\u2069"
    QTest.keyClick(player.waveform, Qt.Key.Key_Up, ALT)
    assert player.speed_button.text() == "\u2066۱٫۲۵×\u2069"
    slowest = player.speed_button.menu().actions()[0]
    slowest.trigger()
    assert player.speed_button.text() == "\u2066۰٫۵×\u2069"
    QTest.keyClick(player.waveform, Qt.Key.Key_Down, ALT)
    assert player.speed_button.text() == "\u2066۰٫۵×\u2069", "there is no slower"


def test_the_place_is_told_and_written(player: Player, outputs: HandOutputs, qtbot: QtBot) -> None:
    player.play_from(7.0)
    until(lambda: bool(outputs.opened))
    outputs.now.move(0.5)
    with qtbot.waitSignal(player.position_changed, check_params_cb=lambda place: place == pytest.approx(7.5)):
        pass
    assert "۰:۰۷" in player.time.text()
    assert "۰:۲۰" in player.time.text()
    assert player.waveform.value() == pytest.approx(7500, abs=1)


def test_a_click_into_the_waveform_is_heard_from_there_on(player: Player) -> None:
    player.waveform.sought.emit(12.0)
    assert player.playback.position == 12.0


def test_the_length_of_a_file_that_says_nothing_is_found_out(player: Player, tone: Path, qtbot: QtBot) -> None:
    player.open(tone, 0.0)
    qtbot.waitUntil(lambda: "۰:۲۰" in player.time.text())


def test_a_lost_loudspeaker_is_told_quietly(player: Player, outputs: HandOutputs, qtbot: QtBot) -> None:
    player.toggle()
    until(lambda: bool(outputs.opened))
    outputs.now.is_lost = True
    qtbot.waitUntil(lambda: "بلندگو" in player.note.text())
    player.toggle()
    assert player.note.text() == ""


def test_without_a_loudspeaker_it_says_so(english: Interface, tone: Path, qtbot: QtBot) -> None:
    player = Player(english, Playback(output=SilentOutput))
    qtbot.addWidget(player)
    player.open(tone, 20.0)
    player.toggle()
    qtbot.waitUntil(lambda: "without sound" in player.note.text())
    player.end()


def test_every_control_is_named_in_both_languages_and_reached_by_tab(player: Player, persian: Interface) -> None:
    languages: tuple[Language, ...] = ("fa", "en")
    for language in languages:
        persian.speak(language)
        for control in player.findChildren(QAbstractButton):
            seen = QAccessible.queryAccessibleInterface(control)
            assert seen is not None
            assert seen.text(QAccessible.Text.Name), control
            assert control.toolTip()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_time_goes_from_left_to_right_in_a_mirrored_window(player: Player, qapp: QApplication) -> None:
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    window = player.window()
    places = [button.mapTo(window, button.rect().center()).x() for button in _transport(player)]
    assert places == sorted(places)
    assert player.time.text().index("۰:۰۰") < player.time.text().index("۰:۲۰")
    assert player.time.text().startswith("\u200f\u2066")


def test_a_recording_that_is_left_is_let_go(player: Player, outputs: HandOutputs, qtbot: QtBot) -> None:
    player.toggle()
    until(lambda: bool(outputs.opened))
    player.leave()
    assert not player.isEnabled()
    qtbot.waitUntil(lambda: outputs.now.is_ended)


def _transport(player: Player) -> tuple[QAbstractButton, ...]:
    return player.back_button, player.play_button, player.on_button
