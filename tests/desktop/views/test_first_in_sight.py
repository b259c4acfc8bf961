"""The first block in sight, while most of a document is not laid out yet."""

from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from dabir_desktop.views.first_in_sight import first_in_sight


def test_it_is_the_first_one_of_a_text_that_was_just_opened_and_another_after_scrolling(qtbot: QtBot) -> None:
    page = QTextEdit()
    qtbot.addWidget(page)
    page.setPlainText("\n".join(["word " * 12] * 3000))
    page.document().setDocumentMargin(20)
    page.resize(400, 300)
    page.show()
    assert first_in_sight(page).blockNumber() == 0
    height = page.document().documentLayout().blockBoundingRect(page.document().firstBlock()).height()
    page.verticalScrollBar().setValue(round(20 + 10.5 * height))
    assert first_in_sight(page).blockNumber() == 10
