"""The card that offers what was cut short."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from dabir_core import record
from dabir_core.record import Recording
from dabir_desktop import recovering
from dabir_desktop.i18n import Interface
from dabir_desktop.recovering import Recovery
from dabir_desktop.views.recovery_card import RecoveryCard

BEGUN = datetime(2026, 11, 23, 9, 5).astimezone()
RECORDINGS = tuple(Recording(Path(f"{name}.wav"), 75.0, (), "mic", BEGUN) for name in "ab")


@pytest.fixture
def recovery(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Recovery:
    monkeypatch.setattr(recovering, "recover", lambda _folder: record.Recovery(RECORDINGS, ()))
    monkeypatch.setattr(recovering, "settle", lambda _recording: None)
    monkeypatch.setattr(recovering, "discard", lambda _recording: None)
    return Recovery([Path()])


@pytest.fixture
def card(persian: Interface, recovery: Recovery, qtbot: QtBot) -> RecoveryCard:
    card = RecoveryCard(persian, recovery)
    qtbot.addWidget(card)
    assert card.isHidden()
    with qtbot.waitSignal(recovery.found):
        recovery.look()
    card.show()
    return card


def buttons(card: RecoveryCard, words: str) -> list[QPushButton]:
    return [button for button in card.findChildren(QPushButton) if button.text() == words and not button.isHidden()]


def test_each_recording_is_offered_with_its_day_and_length(card: RecoveryCard) -> None:
    assert "۲ ضبط" in card.accessibleName()
    first, second = buttons(card, "تبدیل به متن")
    assert first.accessibleName() == "تبدیل به متن: ۲ آذر ۱۴۰۵، ساعت ۰۹:۰۵ · طول \u2066۱:۱۵\u2069"
    assert second.isEnabled()


def test_what_is_decided_leaves_the_card(card: RecoveryCard, recovery: Recovery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(recovery.transcribe_asked) as asked:
        QTest.mouseClick(buttons(card, "تبدیل به متن")[0], Qt.MouseButton.LeftButton)
    assert asked.args == [RECORDINGS[0]]
    with qtbot.waitSignal(recovery.kept) as kept:
        QTest.mouseClick(buttons(card, "نگه‌داشتن")[0], Qt.MouseButton.LeftButton)
    assert kept.args == [RECORDINGS[1]]
    assert card.isHidden()


def test_deleting_asks_once_more(card: RecoveryCard, recovery: Recovery, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(recovery.left):
        QTest.mouseClick(buttons(card, "حذف")[1], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(recovery.left) as left:
        QTest.mouseClick(buttons(card, "برای همیشه حذف شود")[0], Qt.MouseButton.LeftButton)
    assert left.args == [(RECORDINGS[0],)]


def test_it_follows_the_language(card: RecoveryCard, persian: Interface) -> None:
    persian.speak("en")
    assert len(buttons(card, "Turn into text")) == 2
    assert card.accessibleName() == "2 recordings were cut short. Their sound is safe."
