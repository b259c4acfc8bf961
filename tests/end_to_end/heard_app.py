"""The app on a stage, for a screen reader to read: `python -m tests.end_to_end.heard_app LANGUAGE FOLDER`.

Says the address of its session's bus, then shows each scene whose name is read from standard input, and says «shown».
"""

import os
import sys
import traceback
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from dabir_desktop.app import dressed_application
from dabir_desktop.theme import Mode
from tests.desktop.geometry import settle
from tests.desktop.looks.scenes import SCENES
from tests.desktop.looks.stage import Stage


def main(language: str, folder: Path) -> int:
    """Until standard input ends."""
    os.environ["DABIR_HOME"] = str(folder / "home")
    application = dressed_application()
    stage = Stage(folder, "fa" if language == "fa" else "en", Mode.LIGHT)

    def obey() -> None:
        name = sys.stdin.readline().strip()
        if not name:
            QApplication.exit(0)
            return
        try:
            stage.clear()
            SCENES[name](stage)
            settle()
            say("shown")
        except Exception:
            traceback.print_exc()
            os._exit(1)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(obey)
    say(os.environ["DBUS_SESSION_BUS_ADDRESS"])
    code = application.exec()
    stage.close()
    return code


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    code = main(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.flush()
    os._exit(code)
