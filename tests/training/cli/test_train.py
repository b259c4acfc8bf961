from pathlib import Path

import pytest
from typer.testing import CliRunner

from dabir_training.cli.__main__ import app
from tests.training.fitting.spoken import spoken_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return spoken_run(tmp_path)


def test_plan_says_what_would_be_done_and_does_nothing(run: Path) -> None:
    told = CliRunner().invoke(app, ["train", str(run), "--plan"])
    assert told.exit_code == 0
    assert "4 of 2 windows" in told.output
    assert "8 clips" in told.output
    assert "0.0001 after 1 steps" in told.output
    assert "1 times on 2 clips of dev" in told.output
    assert not (run.parent / "run/checkpoints").exists()


@pytest.mark.long
def test_command_trains_and_when_given_again_tells_what_there_is(run: Path) -> None:
    first = CliRunner().invoke(app, ["train", str(run)], catch_exceptions=False)
    assert "4 of 4" in first.output
    again = CliRunner().invoke(app, ["train", str(run)], catch_exceptions=False)
    assert "best WER" in again.output
    assert "step 4: WER" not in again.output
