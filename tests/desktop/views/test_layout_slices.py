"""The layout in slices comes to its end, and those who wait are called when their block is reached."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from dabir_desktop.views.layout_slices import LayoutSlices

LAST = 2999


def page_of(blocks: int, qtbot: QtBot) -> QTextEdit:
    page = QTextEdit()
    page.setPlainText("\n".join(["word " * 12] * blocks))
    page.resize(400, 300)
    qtbot.addWidget(page)
    page.show()
    return page


def test_whoever_waits_for_a_far_block_is_called_when_all_before_is_laid_out(qtbot: QtBot) -> None:
    page, parent, called = page_of(LAST + 1, qtbot), QObject(), []
    slices = LayoutSlices(parent)
    slices.begin(page.document())
    slices.when_reached(LAST, lambda: called.append(page.verticalScrollBar().maximum()))
    assert called == []
    qtbot.waitUntil(lambda: bool(called))
    height = page.document().size().height()
    assert called == [round(height) - page.viewport().height()]


def test_a_near_block_is_not_waited_for_and_who_asks_last_is_called_alone(qtbot: QtBot) -> None:
    page, parent, called = page_of(LAST + 1, qtbot), QObject(), []
    slices = LayoutSlices(parent)
    slices.begin(page.document())
    slices.when_reached(LAST, lambda: called.append("far"))
    slices.when_reached(5, lambda: called.append("near"))
    assert called == ["near"]
    slices.when_reached(LAST - 1, lambda: called.append("farther"))
    slices.begin(page.document())
    qtbot.waitUntil(lambda: len(called) == 2)
    assert called == ["near", "farther"]


def test_nobody_waits_for_a_block_of_a_document_that_is_gone(qtbot: QtBot) -> None:
    page, other, parent, called = page_of(LAST + 1, qtbot), page_of(3, qtbot), QObject(), []
    slices = LayoutSlices(parent)
    slices.begin(page.document())
    slices.when_reached(LAST, lambda: called.append("gone"))
    slices.begin(other.document())
    slices.when_reached(2, lambda: called.append("there"))
    assert called == ["there"]
