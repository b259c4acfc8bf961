"""The line of a long export."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dabir_core.formats import Kind, render_file
from dabir_core.transcript import Transcript
from dabir_desktop import exporting
from dabir_desktop.exporting import Exporter
from dabir_desktop.i18n import Interface
from dabir_desktop.views.export_progress import ExportProgress
from tests.desktop.spoken import spoken


def test_a_long_export_is_shown_and_can_be_given_up(
    tmp_path: Path, persian: Interface, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(transcript: Transcript, kind: Kind) -> bytes:
        assert go_on.wait(20)
        return render_file(transcript, kind)

    monkeypatch.setattr(exporting, "render_file", slow)
    exporter = Exporter()
    line = ExportProgress(exporter, persian)
    qtbot.addWidget(line)
    exporter.export(spoken("یک"), tmp_path / "a.txt", kind=Kind.TXT)
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    QTest.mouseClick(line.give_up, Qt.MouseButton.LeftButton)
    go_on.set()
    assert not line.isVisible()
    assert not exporter.is_busy


def test_a_short_export_is_not_shown(tmp_path: Path, persian: Interface, qtbot: QtBot) -> None:
    exporter = Exporter()
    line = ExportProgress(exporter, persian)
    qtbot.addWidget(line)
    with qtbot.waitSignal(exporter.written):
        exporter.export(spoken("یک"), tmp_path / "a.txt", kind=Kind.TXT)
    QTest.qWait(600)
    assert not line.isVisible()
