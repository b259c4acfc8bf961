"""Where a link is typed."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.given import Given
from dabir_desktop.i18n import Interface
from dabir_desktop.views.link_dialog import LinkDialog

LINK = "https://www.aparat.com/v/wP8On"


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def opened(interface: Interface, parent: QWidget, *, clipboard: str = "") -> LinkDialog:
    QGuiApplication.clipboard().setText(clipboard)
    dialog = LinkDialog(interface, parent)
    dialog.open()
    return dialog


def line(dialog: LinkDialog) -> QLineEdit:
    return dialog.findChildren(QLineEdit)[0]


def fetch(dialog: LinkDialog) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.isDefault())


def test_a_link_on_the_clipboard_is_there_already(english: Interface, parent: QWidget, qtbot: QtBot) -> None:
    dialog = opened(english, parent, clipboard=LINK)
    assert line(dialog).text() == LINK
    with qtbot.waitSignal(dialog.given) as taken:
        fetch(dialog).click()
    assert taken.args == [Given(links=(LINK,))]


@pytest.mark.parametrize("text", ["", "some words", "aparat", "/a/b.mp3"])
def test_what_is_no_link_cannot_be_sent(text: str, english: Interface, parent: QWidget) -> None:
    dialog = opened(english, parent)
    line(dialog).setText(text)
    assert not fetch(dialog).isEnabled()


def test_a_link_without_its_scheme_is_one(english: Interface, parent: QWidget, qtbot: QtBot) -> None:
    dialog = opened(english, parent)
    line(dialog).setText("www.aparat.com/v/wP8On")
    with qtbot.waitSignal(dialog.given) as taken:
        fetch(dialog).click()
    assert taken.args == [Given(links=(LINK,))]
