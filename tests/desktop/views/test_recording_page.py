"""The page of a recording: what writes the live text, and what it says when it cannot."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import EngineCrashed
from dabir_core.record import Growth, LiveUpdate, Session
from dabir_core.transcript import Word
from dabir_desktop.i18n import Interface
from dabir_desktop.microphones import Microphones
from dabir_desktop.recorder import Recorder, TellsLive
from dabir_desktop.views.recording_page import RecordingPage
from tests.core.record.scripted_machine import OPENED, ScriptedMachine, device, sound

UPDATE = LiveUpdate((), (Word("سلام", 0, 1, 0.9),), (), "fa", 1.0, 0.5, is_by_utterance=False)


class Listener:
    """Obeys `ListensAlong`."""

    tell: TellsLive

    def listen(self, growth: Growth, tell: TellsLive) -> Callable[[], None]:
        self.tell = tell
        return lambda: None


@pytest.fixture
def page(persian: Interface, tmp_path: Path, qtbot: QtBot) -> Iterator[RecordingPage]:
    machine = ScriptedMachine([[device()]], [[OPENED, sound(1, frames=1600, moment=0.1)]])
    recorder = Recorder(tmp_path, session=lambda key, into: Session(key, into, machine=machine))
    page = RecordingPage(persian, recorder, microphones=Microphones(list_devices=lambda: (device(),)))
    qtbot.addWidget(page)
    page.show()
    yield page
    page.hide()
    recorder.end()


def test_live_text_is_shown_with_the_model_that_writes_it(page: RecordingPage, qtbot: QtBot) -> None:
    listener = Listener()
    page.begin(listener, model="small-fa")
    assert page.line.text() == "\u200fمتن زنده با \u2066small-fa\u2069"
    listener.tell(UPDATE)
    qtbot.waitUntil(lambda: page.text.text() == "سلام")


def test_without_live_text_it_is_told_when_the_text_comes(page: RecordingPage) -> None:
    page.begin()
    assert page.line.isHidden()
    assert "بعد از پایان ضبط" in page.text.placeholderText()


def test_a_machine_that_cannot_follow_is_told_of_once(page: RecordingPage, qtbot: QtBot) -> None:
    listener = Listener()
    page.begin(listener, model="large")
    listener.tell(replace(UPDATE, is_by_utterance=True))
    qtbot.waitUntil(lambda: "بعد از هر جمله" in page.line.text())
    listener.tell(UPDATE)
    qtbot.waitUntil(lambda: "دوباره" in page.line.text())


def test_a_failure_of_live_text_is_a_line_and_the_recording_goes_on(
    page: RecordingPage, persian: Interface, qtbot: QtBot
) -> None:
    listener = Listener()
    page.begin(listener, model="small-fa")
    listener.tell(EngineCrashed())
    qtbot.waitUntil(lambda: persian.error(EngineCrashed()) in page.line.text())
    assert page._recorder.is_recording
