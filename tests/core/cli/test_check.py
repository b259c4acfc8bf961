"""What `dabir models check` tells beside its verdict."""

import pytest
import typer

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.engines import Engine
from dabir_core.cli import check as command
from dabir_core.cli.exits import EXIT_FAILED
from dabir_core.errors import ModelMemory
from dabir_core.notices import Notice, NoticeCallback


def test_a_gpu_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def load_engine(checkpoint: Checkpoint, *, engine: str, tell: NoticeCallback) -> Engine:
        tell(Notice.GPU_MISSING)
        raise ModelMemory(checkpoint.name)

    monkeypatch.setattr(command, "load_engine", load_engine)
    with pytest.raises(typer.Exit) as left:
        command.check("demo", speech=True, engine="torch-cuda")
    assert left.value.exit_code == EXIT_FAILED
    said = capsys.readouterr().err
    assert "No GPU" in said
    assert "کارت گرافیک" in said
