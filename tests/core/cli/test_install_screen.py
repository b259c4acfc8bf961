"""What is shown while a model is installed, where nobody looks at a terminal; and what Ctrl-C does."""

import os
import signal

import pytest

from dabir_core.cli.install_screen import install_progress, stopping
from dabir_core.cli.reporter import PlainReporter
from dabir_core.models import InstallProgress, Stage


def test_a_line_for_each_stage_and_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    with install_progress(PlainReporter(), "a/b\n") as tell:
        tell(InstallProgress(Stage.ASKING))
        for done in range(0, 1_000_001, 10_000):
            tell(InstallProgress(Stage.DOWNLOADING, done, 1_000_000))
        tell(InstallProgress(Stage.CHECKING, 1_000_000, 1_000_000))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("a/b\ufffd: asking")
    assert lines[2:11] == [f"a/b\ufffd: {tenth}00 kB of 1.0 MB · {tenth}00 kB از 1.0 MB" for tenth in range(1, 10)]
    assert lines[11].startswith("a/b\ufffd: checking")
    assert len(lines) == 12


def test_ctrl_c_stops_and_pressed_again_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    with stopping() as cancel:
        signal.raise_signal(signal.SIGINT)
        assert cancel.is_cancelled
        assert left == []
        signal.raise_signal(signal.SIGINT)
    assert left == [130]
