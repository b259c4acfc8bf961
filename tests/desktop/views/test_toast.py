"""Quiet messages."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dabir_core.errors import SourceMissing
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.messages import Message, Remedy, failed, told
from dabir_desktop.views.toast import Toast

ONE, TWO = Phrase(en="one", fa="یک"), Phrase(en="two", fa="دو")
TRY = Phrase(en="Try again", fa="دوباره")
TROUBLE = failed(SourceMissing("a.mp3"))


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    parent.resize(700, 500)
    qtbot.addWidget(parent)
    parent.show()
    return parent


@pytest.fixture
def toast(parent: QWidget, english: Interface) -> Toast:
    return Toast(english, parent)


def words(toast: Toast) -> str:
    return toast.findChildren(QLabel)[0].text()


def test_a_message_stands_at_the_foot_and_inside_the_window(toast: Toast, parent: QWidget) -> None:
    toast.tell(told(ONE))
    assert words(toast) == "one"
    assert toast.isVisible()
    parent.resize(420, 300)
    assert parent.rect().contains(toast.geometry())
    assert toast.geometry().center().y() > parent.rect().center().y()


def test_one_stands_at_a_time_and_the_next_follows(toast: Toast) -> None:
    toast.tell(told(ONE))
    toast.tell(told(TWO))
    assert words(toast) == "one"
    toast.put_away()
    assert words(toast) == "two"
    toast.put_away()
    assert not toast.isVisible()


@pytest.mark.parametrize("first", [told(ONE), TROUBLE])
def test_trouble_is_never_kept_waiting_by_what_only_informs(first: Message, toast: Toast) -> None:
    toast.tell(told(ONE))
    toast.tell(TROUBLE)
    assert "a.mp3" in words(toast)


def test_the_remedy_is_done_and_the_message_goes(toast: Toast) -> None:
    done: list[str] = []
    toast.tell(told(ONE, remedy=Remedy(TRY, lambda: done.append("again"))))
    button = next(each for each in toast.findChildren(QPushButton) if each.text() == "Try again")
    button.click()
    assert done == ["again"]
    assert not toast.isVisible()


def test_it_follows_the_language_while_it_stands(toast: Toast, english: Interface) -> None:
    toast.tell(told(ONE))
    english.speak("fa")
    assert "یک" in words(toast)
    english.speak("en")


def test_a_long_message_is_shown_whole(toast: Toast, parent: QWidget) -> None:
    parent.resize(360, 500)
    toast.tell(told(Phrase(en="many words " * 30, fa="")))
    label = toast.findChildren(QLabel)[0]
    assert label.height() >= label.heightForWidth(label.width())
    assert toast.rect().contains(label.mapTo(toast, QPoint(label.width() - 1, label.height() - 1)))


def test_what_is_said_or_waits_already_is_not_said_again(toast: Toast) -> None:
    for message in (TROUBLE, told(ONE), TROUBLE, told(ONE)):
        toast.tell(message)
    toast.put_away()
    assert words(toast) == "one"
    toast.put_away()
    assert not toast.isVisible()
    toast.tell(TROUBLE)
    assert toast.isVisible()


def test_it_stands_above_what_must_not_be_covered(toast: Toast, parent: QWidget) -> None:
    foot = QWidget(parent)
    foot.setGeometry(0, 380, 700, 120)
    foot.show()
    toast.stand_above(foot)
    toast.tell(told(ONE))
    assert toast.geometry().bottom() < 380
    foot.setGeometry(0, 300, 700, 200)
    assert toast.geometry().bottom() < 300
    toast.stand_above(None)
    assert toast.geometry().bottom() > 380


def test_a_long_message_has_its_button_below(toast: Toast, english: Interface) -> None:
    toast.tell(told(Phrase(en="word " * 60, fa=""), remedy=Remedy(TRY, str)))
    (label,), (button, *_) = toast.findChildren(QLabel), toast.findChildren(QPushButton)
    assert button.geometry().top() >= label.geometry().bottom()
    assert label.height() >= label.heightForWidth(label.width())
