"""The window: drops, pastes, pages, languages, its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.flow import Flow, Page
from dabir_desktop.given import Given
from dabir_desktop.i18n import Interface
from dabir_desktop.views.drop_zone import DropVeil
from dabir_desktop.views.quiet_line import ModelChoice
from dabir_desktop.views.window import Window

LINK = "https://www.aparat.com/v/wP8On"
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(english: Interface, qtbot: QtBot) -> Iterator[Window]:
    window = Window(english)
    qtbot.addWidget(window)
    window.idle.line.show_choices([ModelChoice("demo", "demo", is_demo=True)], model="demo", spoken="fa")
    window.show()
    yield window
    english.speak("en")


def mime(*urls: QUrl, text: str = "") -> QMimeData:
    carried = QMimeData()
    if urls:
        carried.setUrls(list(urls))
    if text:
        carried.setText(text)
    return carried


def enter(window: Window, carried: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(200, 200), COPY, carried, LEFT, NO_KEY)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def drop(window: Window, carried: QMimeData) -> None:
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), COPY, carried, LEFT, NO_KEY))


def labels(window: Window) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_files_folders_and_links_are_taken_in_one_drop(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    song, folder = tmp_path / "جلسهٔ ۳.mp3", tmp_path / "lectures"
    carried = mime(QUrl.fromLocalFile(str(song)), QUrl.fromLocalFile(str(folder)), QUrl(LINK))
    assert enter(window, carried).isAccepted()
    with qtbot.waitSignal(window.given) as taken:
        drop(window, carried)
    assert taken.args == [Given((song, folder), (LINK,))]


def test_a_drop_of_text_without_a_link_is_not_taken(window: Window) -> None:
    assert not enter(window, mime(text="only words")).isAccepted()


def test_what_is_held_over_the_window_is_answered_and_forgotten(window: Window) -> None:
    carried = mime(text=LINK)
    enter(window, carried)
    assert "Let go, and it begins" in labels(window)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert "Let go, and it begins" not in labels(window)


def test_other_pages_say_that_a_drop_is_queued(window: Window) -> None:
    window.place(Page.WORKING, QWidget())
    window.show_flow(Flow().given())
    veil = window.findChild(DropVeil)
    assert isinstance(veil, DropVeil)
    carried = mime(text=LINK)
    enter(window, carried)
    assert veil.isVisible()
    assert veil.geometry() == window.rect()
    drop(window, carried)
    assert not veil.isVisible()


def test_a_link_is_pasted_by_its_key(window: Window, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(LINK)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.given) as taken:
        QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert taken.args == [Given(links=(LINK,))]


def test_a_paste_of_nothing_is_told(window: Window, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("only words")
    with qtbot.assertNotEmitted(window.given):
        window.actions_of.paste.trigger()
    assert "There is no link" in labels(window)


def test_each_state_has_its_page_and_the_way_back(window: Window) -> None:
    reading = QWidget()
    window.place(Page.READING, reading)
    window.show_flow(Flow().opened())
    assert reading.isVisible()
    assert not window.idle.isVisible()
    window.show_flow(Flow())
    assert window.idle.isVisible()


def test_the_language_is_switched_at_once(window: Window) -> None:
    assert window.layoutDirection() is Qt.LayoutDirection.LeftToRight
    window.actions_of.language.trigger()
    assert window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert "فایل را اینجا رها کنید" in labels(window)
    assert window.windowTitle() == "دبیر"
    window.actions_of.language.trigger()
    assert "Drop your file here" in labels(window)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_control_has_a_name_and_is_reached_by_the_keyboard(window: Window, language: str) -> None:
    if language == "fa":
        window.actions_of.language.trigger()
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
    assert len(buttons) >= 8
    for button in buttons:
        assert button.accessibleName(), button
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button.accessibleName()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_text_is_clipped_in_the_smallest_window(window: Window, language: str) -> None:
    if language == "fa":
        window.actions_of.language.trigger()
    window.resize(window.minimumSize())
    QApplication.processEvents()
    for button in (each for each in window.idle.findChildren(QAbstractButton) if each.isVisible()):
        assert button.width() >= button.minimumSizeHint().width(), button.text()
        assert window.rect().contains(button.mapTo(window, button.rect().topLeft()))
        assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))
    for label in window.idle.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_each_action_has_words_and_a_key_of_its_own(window: Window) -> None:
    keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
    assert all(action.text() and action.shortcuts() for action in window.actions())
    assert len(set(keys)) == len(keys)


def test_closing_is_told_and_not_refused(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()
    assert not window.isVisible()


def test_the_first_frame_is_told_once(english: Interface, qtbot: QtBot) -> None:
    window = Window(english)
    qtbot.addWidget(window)
    painted: list[bool] = []
    window.painted.connect(lambda: painted.append(True))
    with qtbot.waitSignal(window.painted):
        window.show()
    window.grab()
    assert painted == [True]
