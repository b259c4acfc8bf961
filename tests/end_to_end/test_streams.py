"""`dabir transcribe` with its outputs redirected, closed or full, and on a terminal."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.command import DABIR, DEMO, DEMO_TEXT, environment

TRANSCRIBE = (*DABIR, "transcribe", str(DEMO), "--model", "demo", "--language", "fa")


def test_redirected_text_reaches_its_file_though_messages_go_to_a_terminal(tmp_path: Path) -> None:
    """Rich's bar took standard output over: `dabir … > text.txt` left an empty file."""
    terminal, screen = os.openpty()
    text = tmp_path / "text.txt"
    with text.open("wb") as file:
        run = subprocess.Popen(TRANSCRIBE, stdout=file, stderr=screen, env=environment(tmp_path) | {"TERM": "xterm"})
        os.close(screen)
        drawn = b""
        try:
            while part := os.read(terminal, 65_536):
                drawn += part
        except OSError:  # Linux: the other end was closed
            pass
        assert run.wait(60) == 0
    os.close(terminal)
    assert text.read_text(encoding="utf-8").split() == DEMO_TEXT.split()
    assert b"demo.ogg" in drawn
    assert drawn.count(b"\x1b[?25l") == drawn.count(b"\x1b[?25h") > 0, "the cursor comes back"


def test_a_reader_that_leaves_ends_the_work_in_silence(tmp_path: Path) -> None:
    with subprocess.Popen(
        TRANSCRIBE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=environment(tmp_path),
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        first = running.stdout.readline().strip()
        running.stdout.close()
        errors = running.stderr.read()
    assert DEMO_TEXT.startswith(first)
    assert running.returncode == 130
    assert not any(word in errors for word in ("Traceback", "Exception", "leaked"))


def test_a_full_disk_behind_standard_output_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            TRANSCRIBE, stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", timeout=60,
            env=environment(tmp_path), check=False,
        )  # fmt: skip
    assert run.returncode == 130
    assert "“stdout” could not be written" in run.stderr
    assert not any(word in run.stderr for word in ("Traceback", "Exception", "leaked"))


@pytest.mark.usefixtures("default_interrupt")
def test_ctrl_c_ends_a_native_call_that_loads_a_checkpoint(tmp_path: Path) -> None:
    """Python's own handler would wait for the call's end; many rounds of a hash stand for it."""
    code = (
        "import hashlib\n"
        "from dabir_core.cli import __main__ as cli\n"
        "def load(): print('loading', flush=True); hashlib.pbkdf2_hmac('sha256', b'', b'', 60_000_000)\n"
        "cli.app = load\n"
        "cli.main()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment(tmp_path)) as running:
        assert running.stdout is not None
        assert running.stdout.readline().strip() == b"loading"
        time.sleep(0.2)
        began = time.monotonic()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == -signal.SIGINT, "which a shell shows as 130"
        assert time.monotonic() - began < 1.0
