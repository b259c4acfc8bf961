"""A microphone on a machine without one: a PulseAudio server of our own, whose microphone hears what is played to it.

A null sink plays to nowhere, and a source hears the sink's monitor. `norewinds`: an idle null sink renders two seconds
at a time otherwise, and the first of a recording would be missed.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SPEAKER = (
    *("module-null-sink", "sink_name=speaker", "norewinds=1", "rate=48000", "channels=2"),
    "sink_properties=device.description=Speaker",
)
MICROPHONE = (
    *("module-remap-source", "master=speaker.monitor", "source_name=mic"),
    "source_properties=device.description=Virtual_Mic",
)
KEY = "pulse:mic"


class VirtualMicrophone:
    """A server in a folder of its own; `environment` leads programs to it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dabir-mic-"))  # a socket's path must be short
        run = self._folder / "run"
        socket = run / "native"
        config = self._folder / "asound.conf"
        run.mkdir(mode=0o700)
        config.write_text(
            "".join(
                f'{kind}.{name} {{ type pulse server "unix:{socket}" hint.description "{name}" }}\n'
                for kind in ("pcm", "ctl")
                for name in ("pulse", "!default")
            ),
            encoding="utf-8",
        )
        self.environment: Mapping[str, str] = {
            "XDG_RUNTIME_DIR": str(run),
            "PULSE_RUNTIME_PATH": str(run),
            "PULSE_STATE_PATH": str(self._folder),
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_COOKIE": str(self._folder / "cookie"),
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{config}",
        }
        self._socket = socket
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        modules = [f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"]
        modules += [" ".join(SPEAKER), " ".join(MICROPHONE)]
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--realtime=no", "--high-priority=no"]
        command += ["--use-pid-file=no", "--log-target=null", *(word for each in modules for word in ("-L", each))]
        self._server = subprocess.Popen(
            command, env=os.environ | self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        while not self._answers():
            assert time.monotonic() < deadline, "the sound server does not start"
            time.sleep(0.05)
        self._choose()

    def kill(self) -> None:
        """As when the server crashes."""
        assert self._server is not None
        self._server.send_signal(signal.SIGKILL)
        self._server.wait()
        self._socket.unlink(missing_ok=True)

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self._folder)

    def unplug(self) -> None:
        """All sources go, as when the only microphone is pulled; else the server moves the stream to another one."""
        self.pactl("unload-module", "module-remap-source")
        self.pactl("unload-module", "module-null-sink")

    def replug(self) -> None:
        self.pactl("load-module", *SPEAKER)
        self.pactl("load-module", *MICROPHONE)
        self._choose()

    def suspend(self, *, is_suspended: bool) -> None:
        self.pactl("suspend-source", "mic", "1" if is_suspended else "0")

    def play(self, sound: Path) -> None:
        """Plays it to the microphone and waits for its end."""
        subprocess.run(["paplay", str(sound)], env=os.environ | self.environment, check=True, timeout=120)

    def start_playing(self, sound: Path) -> "subprocess.Popen[bytes]":
        """The same without waiting."""
        return subprocess.Popen(["paplay", str(sound)], env=os.environ | self.environment)

    @contextmanager
    def tone(self, frequency: int) -> Iterator[None]:
        """A tone without end that the server itself makes, so that it never falters."""
        number = self._ask("load-module", "module-sine", "sink=speaker", f"frequency={frequency}").stdout.decode()
        yield
        self.pactl("unload-module", number.strip())

    def pactl(self, *arguments: str) -> None:
        self._ask(*arguments).check_returncode()

    def _choose(self) -> None:
        self.pactl("set-default-sink", "speaker")
        self.pactl("set-default-source", "mic")

    def _answers(self) -> bool:
        return self._ask("list", "short", "sources").stdout.count(b"mic") == 1

    def _ask(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            ["pactl", *arguments], env=os.environ | self.environment, capture_output=True, check=False, timeout=10
        )
