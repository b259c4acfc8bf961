"""A library that a newer Dabir has changed: the real program says so and what to do, leaves it alone, and ends."""

import os
import subprocess
import sys
from pathlib import Path

from dabir_desktop.library import Library
from dabir_desktop.library.schema import STEPS, connect
from tests.desktop.said import new_item

READER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from dabir_desktop.app import dressed_application, run
from dabir_desktop.arguments import Arguments

def read():
    for box in application.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            print(box.text(), flush=True)
            box.buttons()[0].click()

application = dressed_application()
looking = QTimer(interval=50)
looking.timeout.connect(read)
looking.start()
sys.exit(run(Arguments()))
"""


def test_it_is_refused_in_words_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library" / "library.sqlite3"
    with Library(path) as library:
        library.add(new_item("متن"))
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    before = path.read_bytes()
    environment = os.environ | {"DABIR_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", READER]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert "newer Dabir" in done.stdout
    assert "Install the newer Dabir again" in done.stdout
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("library-damaged-*")] == []
