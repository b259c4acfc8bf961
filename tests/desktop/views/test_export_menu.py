from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dabir_core.formats import Kind
from dabir_desktop.i18n import Interface
from dabir_desktop.views.export_menu import ExportMenu


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_every_kind_is_offered_in_words_of_the_windows_language(persian: Interface, parent: QWidget) -> None:
    menu = ExportMenu(persian, parent)
    assert set(menu.kinds) == set(Kind)
    said = [action.text() for action in menu.kinds.values()]
    persian.speak("en")
    assert all(action.text() and action.text() not in said for action in menu.kinds.values())


def test_a_place_is_offered_beside_the_recording_and_told_once_chosen(
    persian: Interface, parent: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    menu = ExportMenu(persian, parent)
    menu.set_stem(tmp_path / "جلسه.v2")
    dialog = menu.ask(Kind.DOCX_TIMES)
    assert Path(dialog.selectedFiles()[0]) == tmp_path / "جلسه.v2.times.docx"
    assert dialog.defaultSuffix() == "docx"
    with qtbot.waitSignal(menu.chosen) as chosen:
        dialog.fileSelected.emit(str(tmp_path / "b.docx"))
    assert chosen.args == [tmp_path / "b.docx", Kind.DOCX_TIMES]
    dialog.reject()
