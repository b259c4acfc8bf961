"""A screen on a machine without one: Xvfb, with openbox on it, since without a window manager no window is active."""

import os
import subprocess
import time
from collections.abc import Mapping

SIZE = "1280x800x24"
_PATIENCE_SECONDS = 20.0


class Screen:
    """A screen of our own; `environment` leads programs to it."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self.environment: Mapping[str, str] = {}

    def start(self) -> None:
        """Starts both, on a display number that is free."""
        asked, told = os.pipe()
        command = ["Xvfb", "-displayfd", str(told), "-screen", "0", SIZE, "-nolisten", "tcp"]
        self._begin(command, pass_fds=(told,))
        os.close(told)
        with os.fdopen(asked, encoding="ascii") as line:
            number = line.readline().strip()
        assert number, "Xvfb does not start"
        self.environment = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        self._begin(["openbox", "--sm-disable"])
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._is_managed():
            assert time.monotonic() < deadline, "openbox does not start"
            time.sleep(0.05)

    def close(self) -> None:
        """Ends both."""
        for each in reversed(self._started):
            each.terminate()
            each.wait(timeout=10)

    def _begin(self, command: list[str], *, pass_fds: tuple[int, ...] = ()) -> None:
        silent = subprocess.DEVNULL
        environment = os.environ | self.environment
        self._started.append(
            subprocess.Popen(command, env=environment, pass_fds=pass_fds, stdout=silent, stderr=silent)
        )

    def _is_managed(self) -> bool:
        """The window manager has said on the screen which desktop is shown."""
        asked = ["xdotool", "get_desktop"]
        environment = os.environ | self.environment
        return subprocess.run(asked, env=environment, capture_output=True, check=False, timeout=10).returncode == 0
