"""One window for each data folder."""

import signal
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from dabir_desktop.instance import Instance

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from dabir_desktop.instance import Instance
from pathlib import Path
application = QCoreApplication([])
print(Instance(Path(sys.argv[1])).begin(sys.argv[2:]), flush=True)
"""
FIRST = SECOND + "sys.stdin.read()"


def test_a_second_start_hands_its_arguments_to_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    first = Instance(tmp_path)
    assert first.begin([])
    with qtbot.waitSignal(first.called, timeout=20000) as call:
        second = subprocess.Popen(
            [sys.executable, "-c", SECOND, str(tmp_path), "--toggle", "جلسهٔ ۳.mp3"], stdout=subprocess.PIPE
        )
    said, _ = second.communicate(timeout=20)
    assert call.args == [["--toggle", "جلسهٔ ۳.mp3"]]
    assert said.split() == [b"False"]
    first.end()


def test_another_folder_is_another_window(tmp_path: Path, qtbot: QtBot) -> None:
    one, other = Instance(tmp_path / "a"), Instance(tmp_path / "b")
    assert one.begin([])
    assert other.begin([])
    one.end()
    other.end()


def test_a_start_after_one_that_was_killed_is_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert killed.stdout is not None
    assert killed.stdout.readline().split() == [b"True"]
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=20)
    after = Instance(tmp_path)
    assert after.begin([])
    after.end()
