"""The bar of a recording: a scripted recorder's signals, and what is seen and said of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dabir_core.errors import MicrophoneLost
from dabir_core.record import Device, Session, SessionState
from dabir_desktop.i18n import Interface
from dabir_desktop.microphones import Microphones
from dabir_desktop.recorder import Recorder
from dabir_desktop.views.level_meter import LevelMeter
from dabir_desktop.views.record_bar import RecordBar
from tests.core.record.scripted_machine import OPENED, ScriptedMachine, device, sound

ROOM = replace(device("room"), name="Blue Yeti", is_default=True)
DESK = replace(device("desk"), name="میکروفن میز")
MONITOR = replace(device("monitor"), name="Speakers", is_monitor=True)


class Bar:
    """A bar, its recorder, and the machine under it."""

    def __init__(self, interface: Interface, folder: Path) -> None:
        self.listing: tuple[Device, ...] = (ROOM, DESK, MONITOR)
        blocks = [sound(3, frames=1600, moment=number / 10) for number in range(1, 4)]
        self.machine = ScriptedMachine([[ROOM, DESK]], [[OPENED, *blocks], [OPENED, *blocks]])
        self.recorder = Recorder(folder, session=lambda key, into: Session(key, into, machine=self.machine))
        self.microphones = Microphones(list_devices=lambda: self.listing)
        self.view = RecordBar(interface, self.recorder, microphones=self.microphones)


@pytest.fixture
def bar(persian: Interface, tmp_path: Path, qtbot: QtBot) -> Iterator[Bar]:
    bar = Bar(persian, tmp_path)
    qtbot.addWidget(bar.view)
    bar.view.show()
    qtbot.waitUntil(lambda: bar.view.device.count() == 3)
    yield bar
    bar.view.hide()
    bar.recorder.end()


def test_another_microphone_may_be_chosen_while_it_records(bar: Bar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.recorder.began):
        bar.recorder.start(bar.view.chosen)
    with qtbot.waitSignal(bar.view.device_chosen) as chosen:
        bar.view.device.setCurrentIndex(1)
        bar.view.device.activated.emit(1)
    assert chosen.args == ["desk"]
    qtbot.waitUntil(lambda: [each.key for each in bar.machine.opened] == ["room", "desk"])


def test_clock_and_state_are_shown(bar: Bar) -> None:
    bar.recorder.moved.emit(SessionState.RECORDING, 3787.4)
    assert bar.view.clock.text() == "\u200f\u2066۱:۰۳:۰۷\u2069"
    assert "در حال ضبط" in bar.view.state.text()
    bar.recorder.moved.emit(SessionState.WAITING, 3787.4)
    assert "منتظر" in bar.view.state.text()


def test_pause_and_go_on_are_one_button(bar: Bar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.recorder.began):
        bar.recorder.start()
    QTest.mouseClick(bar.view.pause_button, Qt.MouseButton.LeftButton)
    assert bar.recorder.is_paused
    assert bar.view.pause_button.accessibleName() == "ادامه"
    QTest.keyClick(bar.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not bar.recorder.is_paused
    with qtbot.waitSignal(bar.recorder.finished):
        QTest.mouseClick(bar.view.stop_button, Qt.MouseButton.LeftButton)


def test_what_happens_to_a_microphone_is_said_in_a_line(bar: Bar, persian: Interface) -> None:
    error = MicrophoneLost("Blue Yeti")
    bar.recorder.lost.emit(error)
    assert persian.error(error) in bar.view.note.text()
    bar.recorder.back.emit("Blue Yeti", 3.4)
    assert bar.view.note.text() == "\u200fدوباره صدا می‌آید، از \u2068Blue Yeti\u2069؛ ۳ ثانیه جا افتاد."
    persian.speak("en")
    assert bar.view.note.text() == "Sound comes again from \u2068Blue Yeti\u2069; 3 s are missing."
    bar.recorder.began.emit("Blue Yeti")
    assert bar.view.note.isHidden()


def test_clipping_is_marked(bar: Bar) -> None:
    assert bar.view.too_loud.isHidden()
    bar.recorder.level.emit(0.0, True)
    assert not bar.view.too_loud.isHidden()


def test_every_control_is_named(bar: Bar) -> None:
    controls: list[QWidget] = [*bar.view.findChildren(QPushButton), *bar.view.findChildren(QComboBox)]
    for control in [*controls, *bar.view.findChildren(LevelMeter)]:
        seen = QAccessible.queryAccessibleInterface(control)
        assert seen is not None
        assert seen.text(QAccessible.Text.Name), control


def test_nobody_is_asked_for_microphones_while_the_bar_is_hidden(bar: Bar, qtbot: QtBot) -> None:
    bar.view.hide()
    assert not bar.microphones._timer.isActive()
    bar.view.show()
    assert bar.microphones._timer.isActive()


def test_a_mute_microphone_is_told_of_until_it_is_heard(bar: Bar) -> None:
    bar.recorder.silent.emit()
    assert "هیچ صدایی" in bar.view.note.text()
    bar.recorder.level.emit(-120.0, False)
    assert not bar.view.note.isHidden()
    bar.recorder.level.emit(-70.0, False)
    assert bar.view.note.isHidden()
