"""Import, load and transcribe with a local checkpoint open no socket and write nothing outside our own folders."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import DABIR, DEMO, DEMO_TEXT, environment

GUARDED = Path(__file__).with_name("guarded.py")
WRITING_CALL = re.compile(
    r'\b(?:openat\([^,]+, "(?P<opened>[^"]*)", [A-Z_|]*O_(?:WRONLY|RDWR|CREAT)'
    r'|(?:mkdir|creat|unlink|rename|link|symlink)(?:at)?2?\((?:[^,"]+, )?"(?P<changed>[^"]*)")'
)
INTERNET_SOCKET = re.compile(r"\bsocket\(AF_INET6?\b")
FOLDERS = ("dabir", "dabir/journal", "dabir/cache")
"""The folders in DABIR_HOME that may be made; of files, the database of finished windows and what SQLite adds …"""
JOURNAL_FILES = tuple(f"dabir/journal/windows.sqlite3{ending}" for ending in ("", "-journal", "-wal", "-shm"))
COSTS = re.compile(r"dabir/cache/steps-[0-9a-f]{16}\.json")
"""… and the small table of what a decoding step costs, …"""
UNFINISHED = re.compile(r"dabir/cache/\.dabir-[0-9a-f]+\.part")
"""… which is written under another name and renamed when it is whole."""
HARMLESS = ("/dev/null", "/dev/tty", "/proc/", "/dev/shm/")


def test_python_opens_no_socket_and_writes_only_the_output(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(GUARDED), str(DEMO), str(tmp_path)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment(tmp_path), check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == DEMO_TEXT.split()
    kept = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in kept if not COSTS.fullmatch(path)] == ["demo.srt"]


def test_the_guard_would_see_a_socket(tmp_path: Path) -> None:
    hook = GUARDED.read_text(encoding="utf-8").split("from dabir_core")[0]
    code = f"{hook}\nimport socket\nsocket.socket()"
    run = subprocess.run(
        [sys.executable, "-c", code, str(DEMO), str(tmp_path)], capture_output=True, timeout=60, check=False
    )
    assert run.returncode == 9


@pytest.mark.long
def test_the_whole_process_opens_no_socket_and_writes_only_the_output(tmp_path: Path) -> None:
    """strace sees native code too."""
    log, out = tmp_path / "strace.log", tmp_path / "out"
    command = ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=network,%file", *DABIR, "transcribe", str(DEMO))
    run = subprocess.run(
        [*command, "--model", "demo", "--to", "srt", "--out", str(out)],
        capture_output=True, text=True, encoding="utf-8", timeout=300, env=environment(tmp_path), check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    calls = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert len(calls) > 100
    assert [call for call in calls if INTERNET_SOCKET.search(call)] == []
    written = [
        match["opened"] or match["changed"]
        for call in calls
        if "ENOENT" not in call and (match := WRITING_CALL.search(call))
    ]
    assert any(path.startswith(str(out)) for path in written)
    journal = {str(tmp_path / name) for name in JOURNAL_FILES}
    assert journal & set(written)
    folders = {str(tmp_path / name) for name in FOLDERS}
    foreign = [path for path in written if path not in journal | folders and not path.startswith((str(out), *HARMLESS))]
    ours = [path.removeprefix(f"{tmp_path}/") for path in foreign]
    assert [path for path in ours if not (COSTS.fullmatch(path) or UNFINISHED.fullmatch(path))] == []
