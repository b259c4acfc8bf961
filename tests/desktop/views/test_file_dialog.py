"""The dialog of files speaks the window's language."""

import re

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.views.file_dialog import file_dialog


@pytest.mark.parametrize("accepting", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
@pytest.mark.parametrize("mode", [QFileDialog.FileMode.AnyFile, QFileDialog.FileMode.Directory])
def test_no_label_is_left_in_english(
    persian: Interface, qtbot: QtBot, mode: QFileDialog.FileMode, accepting: QFileDialog.AcceptMode
) -> None:
    dialog = file_dialog(None, persian, title="ذخیره")
    qtbot.addWidget(dialog)
    dialog.setAcceptMode(accepting)
    dialog.setFileMode(mode)
    dialog.show()
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert len(texts) == 3
    assert not any(re.search("[A-Za-z]", text) for text in texts)
