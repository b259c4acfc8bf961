"""`dabir record` on a machine without a microphone."""

import pytest
from typer.testing import CliRunner

from dabir_core.cli.__main__ import app


def test_that_there_is_no_microphone_to_list_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dabir_core.cli.record.devices", lambda: ())
    done = CliRunner().invoke(app, ["record", "--list-devices"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "there is no microphone · میکروفنی نیست" in done.stderr
