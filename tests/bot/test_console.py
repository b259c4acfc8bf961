"""What an operator's command says and returns, whatever went wrong inside."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_bot.console import check, leaves, serve
from dabir_bot.engine import Engine
from dabir_bot.errors import DatabaseClosed, PortTaken
from dabir_bot.settings import Settings


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root, dbos, hook = logging.getLogger(), logging.getLogger("dbos"), threading.excepthook
    before = (root.handlers[:], root.level, dbos.handlers[:], dbos.propagate)
    yield
    root.handlers[:], root.level, dbos.handlers[:], dbos.propagate = before
    threading.excepthook = hook
    logging.captureWarnings(False)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    chosen = {"token": "1:a", "api_url": "http://127.0.0.1:1", "folder": str(folder), "links": "off"} | settings
    return {f"DABIR_BOT_{name.upper()}": value for name, value in chosen.items()}


def test_a_wrong_setting_is_told_twice_and_nothing_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(None, environment(tmp_path, modle="x")) == 2
    assert check(None, environment(tmp_path, modle="x")) == 2
    assert capsys.readouterr().err.count("modle (nearest: model)") == 4


def test_a_model_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(None, environment(tmp_path, model="no such model")) == 1
    told = capsys.readouterr().err
    assert told.count("no such model") == 2
    assert "Traceback" not in told


def test_what_nobody_foresaw_is_logged_without_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_: Settings) -> Engine:
        raise ZeroDivisionError("1:a in my words")

    assert serve(None, environment(tmp_path), breaks) == 1
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["error"]) == ("CRITICAL", ["ZeroDivisionError"])
    assert "my words" not in str(line)
    caplog.clear()


def test_check_prints_every_fault_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(None, environment(tmp_path, model="no such model")) == 1
    told = capsys.readouterr().out
    assert "no such model" in told
    assert "http://127.0.0.1:1" in told
    assert told.count("ok: ") == 2


def test_groups_of_errors_are_taken_apart() -> None:
    one, two = DatabaseClosed(), PortTaken("h:1")
    assert leaves(ExceptionGroup("", [one, ExceptionGroup("", [two])])) == [one, two]
