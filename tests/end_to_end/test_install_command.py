"""`dabir models install`, `import`, `remove`, `default` and a first `transcribe`, as a person runs them."""

import contextlib
import os
import pty
import random
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_core.models import Machine, recommended
from dabir_core.paths import demo_checkpoint
from tests.core.fetch.proxy import forward_proxy
from tests.end_to_end.command import DABIR, DEMO, DEMO_TEXT, dabir, environment
from tests.hub_server import LocalHub

DEMO_ID = "somebody/whisper-demo"
WEIGHTS = "model.safetensors"
SIZE = (demo_checkpoint() / WEIGHTS).stat().st_size


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    for name in (
        "HF_ENDPOINT",
        "HF_TOKEN",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    with LocalHub().running() as hub:
        hub.publish(DEMO_ID, demo_checkpoint())
        yield hub


def started(hub: LocalHub, home: Path) -> subprocess.Popen[str]:
    """An installation under way, whose weights come slowly."""
    return subprocess.Popen(
        [*DABIR, "models", "install", DEMO_ID, "--mirror", hub.endpoint],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def part(home: Path) -> Path | None:
    return next((home / "dabir" / "models" / ".partial").glob(f"*/{WEIGHTS}.*.part"), None)


def wait_for_bytes(home: Path, count: int) -> None:
    deadline = time.monotonic() + 30
    while (found := part(home)) is None or found.stat().st_size < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_first_run_from_nothing_to_text(hub: LocalHub, tmp_path: Path) -> None:
    run = dabir("transcribe", DEMO, "--language", "fa", home=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert "dabir models install Neurai/NeuraSpeech_WhisperBase" in run.stderr
    assert "--model demo" in run.stderr
    assert "هنوز مدلی نصب نیست" in run.stderr

    run = dabir("models", "install", DEMO_ID, "--mirror", hub.endpoint, home=tmp_path)
    assert run.returncode == 0, run.stderr
    folder = tmp_path / "dabir" / "models" / "somebody--whisper-demo"
    assert str(folder) in run.stderr
    assert "apache-2.0" in run.stderr
    run = dabir("models", "list", home=tmp_path)
    assert run.stdout.splitlines()[1].split("\t") == [folder.name, str(folder), "(default · پیش‌فرض)"]

    run = dabir("transcribe", DEMO, "--language", "fa", home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == DEMO_TEXT.split()

    run = dabir("models", "remove", "whisper-demo", home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "4.0 MB" in run.stderr
    assert not folder.exists()


def test_the_proxy_of_a_desktops_settings_is_the_way_to_the_hub(
    hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install = ("models", "install", DEMO_ID, "--mirror", hub.endpoint)
    with forward_proxy() as proxy:
        monkeypatch.setenv("ALL_PROXY", f"socks://127.0.0.1:{proxy.port}/")
        run = dabir(*install, home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert len(set(proxy.targets)) == 2  # the hub, and where it keeps its files
    monkeypatch.setenv("ALL_PROXY", "gopher://me:secret@x")
    run = dabir(*install, home=tmp_path / "other")
    assert run.returncode == 2
    assert "The proxy in “ALL_PROXY” cannot be used" in run.stderr
    assert "پراکسی نوشته‌شده در «ALL_PROXY»" in run.stderr
    assert "secret" not in run.stderr


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_installation_goes_on_where_it_was(hub: LocalHub, tmp_path: Path, seed: int) -> None:
    hub.pace_bytes = 40_000
    process = started(hub, tmp_path)
    wait_for_bytes(tmp_path, random.Random(seed).randrange(100_000, SIZE - 500_000))
    process.kill()
    process.communicate()
    killed = part(tmp_path)
    assert killed is not None
    kept = killed.stat().st_size
    assert dabir("models", "list", home=tmp_path).stdout.count("\n") == 1  # the demo alone
    hub.pace_bytes = None
    run = dabir("models", "install", DEMO_ID, "--mirror", hub.endpoint, home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert hub.bytes_sent_for(WEIGHTS) == [None, f"bytes={kept}-"]
    folder = tmp_path / "dabir" / "models" / "somebody--whisper-demo"
    assert (folder / WEIGHTS).read_bytes() == (demo_checkpoint() / WEIGHTS).read_bytes()


def test_two_processes_install_the_same_model_once(hub: LocalHub, tmp_path: Path) -> None:
    hub.pace_bytes = 40_000
    first = started(hub, tmp_path)
    wait_for_bytes(tmp_path, 1)
    second = started(hub, tmp_path)
    assert first.wait(60) == 0
    _, told = second.communicate(timeout=60)
    assert second.returncode == 0, told
    first.communicate()
    assert "waiting" in told
    assert "already installed" in told
    assert hub.bytes_sent_for(WEIGHTS) == [None]


def test_the_lock_of_a_killed_process_holds_nobody_up(hub: LocalHub, tmp_path: Path) -> None:
    hub.pace_bytes = 20_000
    process = started(hub, tmp_path)
    wait_for_bytes(tmp_path, 1)
    waiting = started(hub, tmp_path)
    time.sleep(1.0)
    process.kill()
    process.communicate()
    hub.pace_bytes = None
    _, told = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, told


def test_ctrl_c_keeps_what_came_and_says_so(hub: LocalHub, tmp_path: Path) -> None:
    hub.pace_bytes = 20_000
    process = started(hub, tmp_path)
    wait_for_bytes(tmp_path, 500_000)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "kept" in told
    assert "نگه داشته شد" in told
    kept = part(tmp_path)
    assert kept is not None
    assert kept.stat().st_size >= 500_000


def test_a_disk_that_fills_up_is_told(hub: LocalHub, tmp_path: Path) -> None:
    limit = 2_000_000
    run = subprocess.run(
        [*DABIR, "models", "install", DEMO_ID, "--mirror", hub.endpoint],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "not enough free disk space" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "dabir" / "models" / "somebody--whisper-demo").exists()
    run = dabir("models", "install", DEMO_ID, "--mirror", hub.endpoint, home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert hub.bytes_sent_for(WEIGHTS) == [None, f"bytes={limit}-"]


def test_what_cannot_be_installed_is_told_in_two_languages(hub: LocalHub, tmp_path: Path) -> None:
    for arguments, code, said in (
        (["install", "somebody/nothing", "--mirror", hub.endpoint], 1, "does not have"),
        (["install", "no id at all"], 2, "is not a model's id"),
        (["install", DEMO_ID, "--mirror", "nowhere"], 2, "--mirror nowhere"),
        (["import", str(tmp_path / "nothing.zip")], 1, "was not found"),
        (["remove", "demo"], 1, "was not installed by Dabir"),
        (["default", "nothing"], 1, "was not found"),
    ):
        run = dabir("models", *arguments, home=tmp_path)
        assert (run.returncode, run.stdout) == (code, "")
        assert said in run.stderr
        assert "کنید" in run.stderr or "ببینید" in run.stderr or "بدهید" in run.stderr
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_on_a_terminal_the_first_model_is_offered(hub: LocalHub, tmp_path: Path, answer: str) -> None:
    entry = recommended(Machine.LAPTOP)
    hub.publish(entry.hub_id, demo_checkpoint(), commit=entry.revision)
    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        [*DABIR, "transcribe", str(DEMO), "--language", "fa"],
        env=environment(tmp_path) | {"HF_ENDPOINT": hub.endpoint, "TERM": "xterm", "COLUMNS": "200"},
        stdin=terminal,
        stderr=terminal,
        stdout=subprocess.PIPE,
    )
    os.close(terminal)
    os.write(keyboard, f"{answer}\n".encode())
    seen, reader = bytearray(), threading.Thread(target=lambda: seen.extend(read_all(keyboard)))
    reader.start()
    text, _ = process.communicate(timeout=60)
    reader.join()
    assert entry.hub_id in seen.decode()
    assert "290 MB" in seen.decode()
    assert process.returncode == (0 if answer == "y" else 1)
    assert text.decode().split() == (DEMO_TEXT.split() if answer == "y" else [])
    assert bool(hub.bytes_sent_for(WEIGHTS)) is (answer == "y")


def read_all(terminal: int) -> bytes:
    """What a terminal shows, until nobody holds its other end, which Linux tells as an error."""
    content = bytearray()
    with contextlib.suppress(OSError):
        while block := os.read(terminal, 65_536):
            content += block
    os.close(terminal)
    return bytes(content)


def test_a_folder_is_imported_and_made_the_default(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(demo_checkpoint(), tmp_path / name)
        run = dabir("models", "import", tmp_path / name, home=tmp_path)
        assert run.returncode == 0, run.stderr
    assert "dabir models default two" in run.stderr
    assert dabir("models", "default", "two", home=tmp_path).returncode == 0
    listed = dabir("models", "list", home=tmp_path).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed if "default" in line] == ["two"]


def test_the_catalogue_is_printed_for_programs_too(tmp_path: Path) -> None:
    rows = [line.split("\t") for line in dabir("models", "list", "--available", home=tmp_path).stdout.splitlines()]
    assert len(rows) >= 20
    assert {len(row) for row in rows} == {6}
    assert ["vhdm/whisper-large-fa-v1", "large-v3-turbo", "≤ 3.2 GB", "14.6 %", "MIT", "strong-cpu"] in rows
