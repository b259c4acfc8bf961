"""Exports off the window's thread."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import OutputError
from dabir_core.formats import Kind, render_file
from dabir_core.transcript import Transcript
from dabir_desktop import exporting
from dabir_desktop.exporting import Exporter
from tests.desktop.spoken import spoken

HARD = spoken("قیمت iPhone 15 چند است؟ «نمی\u200cدانم»")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_written_as_it_is_rendered(kind: Kind, tmp_path: Path, qtbot: QtBot) -> None:
    exporter = Exporter()
    path = tmp_path / f"a.{kind.value}"
    with qtbot.waitSignal(exporter.written) as written:
        exporter.export(HARD, path, kind=kind)
    assert written.args == [path]
    assert path.read_bytes() == render_file(HARD, kind)
    assert not exporter.is_busy


def test_rendering_leaves_the_windows_thread_alone(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def rendered(transcript: Transcript, kind: Kind) -> bytes:
        threads.append(threading.current_thread())
        return render_file(transcript, kind)

    monkeypatch.setattr(exporting, "render_file", rendered)
    exporter = Exporter()
    with qtbot.waitSignal(exporter.written):
        exporter.export(HARD, tmp_path / "a.srt", kind=Kind.SRT)
    assert threads != [threading.main_thread()]


def test_an_export_that_is_given_up_leaves_what_was_there(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(transcript: Transcript, kind: Kind) -> bytes:
        begun.set()
        assert go_on.wait(10)
        return render_file(transcript, kind)

    monkeypatch.setattr(exporting, "render_file", slow)
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    exporter = Exporter()
    exporter.export(HARD, path, kind=Kind.TXT)
    exporter.export(HARD, tmp_path / "b.txt", kind=Kind.TXT)
    assert begun.wait(10)
    given_up: list[Path] = []
    exporter.cancelled.connect(given_up.append)
    exporter.cancel()
    assert given_up == [path, tmp_path / "b.txt"]
    assert not exporter.is_busy
    go_on.set()
    with qtbot.waitSignal(exporter.written) as written:
        exporter.export(HARD, tmp_path / "c.txt", kind=Kind.TXT)
    assert written.args == [tmp_path / "c.txt"]
    assert path.read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "b.txt").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    exporter = Exporter()
    with qtbot.waitSignal(exporter.failed) as failed:
        exporter.export(HARD, tmp_path / "no" / "a.txt", kind=Kind.TXT)
    assert isinstance(failed.args[0], OutputError)
    assert not exporter.is_busy
