"""The app on its stage, in a language that a test names as its parameter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dabir_desktop.theme import Mode
from tests.desktop.looks.stage import Stage


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DABIR_HOME", str(tmp_path / "home"))
        font = qapp.font()
        stage = Stage(tmp_path, request.param, Mode.LIGHT)
        yield stage
        stage.interface.speak("en")
        stage.close()
        qapp.setStyleSheet("")
        qapp.setFont(font)
