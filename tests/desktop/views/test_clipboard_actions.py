from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.views.clipboard_actions import ClipboardActions


def test_text_is_moved_by_the_menu_alone(persian: Interface, qtbot: QtBot) -> None:
    page = QTextEdit("سلام")
    qtbot.addWidget(page)
    cut, copy, paste, select_all = ClipboardActions(page, persian).all
    assert not cut.isEnabled()
    assert not copy.isEnabled()
    select_all.trigger()
    cut.trigger()
    assert page.toPlainText() == ""
    paste.trigger()
    paste.trigger()
    assert page.toPlainText() == "سلامسلام"


def test_keys_are_shown_and_left_to_the_text_field(persian: Interface, qtbot: QtBot) -> None:
    page = QTextEdit()
    qtbot.addWidget(page)
    actions = ClipboardActions(page, persian)
    name, key = actions.all[1].text().split("\t")
    assert (name, key) == ("کپی", "\u2066Ctrl+C\u2069")
    persian.speak("en")
    assert [action.text().split("\t")[0] for action in actions.all] == ["Cut", "Copy", "Paste", "Select all"]
    assert all(action.shortcut().isEmpty() for action in actions.all)
