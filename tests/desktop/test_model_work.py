"""Work on models in real children, against a hub on this machine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import CheckpointIncomplete, HubError, HubNotFound, HubUnreachable, ModelError, OptionError
from dabir_core.models import InstallCancelled, Installed, InstallProgress, Stage, installed
from dabir_core.paths import demo_checkpoint
from dabir_desktop.model_orders import Child, Fetch, Measure, ModelOrder, Remove, Removed, TakeIn, crashed, spawn
from dabir_desktop.model_work import ModelWork
from tests.core.models.conftest import DEMO_ID, SETTINGS
from tests.hub_server import Fault, LocalHub

LONG_MS = 30_000
GUARD = f"""
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
from dabir_desktop.model_work import ModelWork
from dabir_desktop.views.first_run import FirstRun
from dabir_desktop.views.settings import SettingsDialog
print([name for name in {("huggingface_hub", "openvino", "torch", "av", "sounddevice", "transformers")!r}
       if name in sys.modules])
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    with LocalHub().running() as hub:
        hub.publish(DEMO_ID, demo_checkpoint())
        yield hub


@pytest.fixture
def work(qapp: object) -> Iterator[ModelWork]:
    work = ModelWork()
    yield work
    work.close()


def ended(work: ModelWork, order: ModelOrder, qtbot: QtBot) -> object:
    """Begins it, and gives its outcome or its error."""
    ends: list[object] = []
    hear = lambda told, end: ends.append(end) if told == order else None  # noqa: E731
    work.finished.connect(hear)
    work.failed.connect(hear)
    work.begin(order)
    qtbot.waitUntil(lambda: bool(ends), timeout=LONG_MS)
    work.finished.disconnect(hear)
    work.failed.disconnect(hear)
    return ends[0]


def test_a_model_is_installed_and_removed(work: ModelWork, hub: LocalHub, qtbot: QtBot) -> None:
    seen: list[InstallProgress] = []
    work.progressed.connect(lambda _order, progress: seen.append(progress))
    with qtbot.waitSignal(work.changed, timeout=LONG_MS):
        came = ended(work, Fetch(DEMO_ID, hub.endpoint), qtbot)
    assert isinstance(came, Installed)
    assert [folder.name for folder in installed()] == [came.name]
    assert {Stage.ASKING, Stage.DOWNLOADING, Stage.CHECKING} <= {each.stage for each in seen}
    assert seen[-1].done_bytes == seen[-1].total_bytes > 0
    gone = ended(work, Remove(came.name), qtbot)
    assert isinstance(gone, Removed)
    assert gone.freed_bytes > 1_000_000
    assert installed() == ()


def test_what_came_before_a_stop_is_not_fetched_again(work: ModelWork, hub: LocalHub, qtbot: QtBot) -> None:
    hub.pace_bytes = 100_000  # some ten megabytes a second
    order = Fetch(DEMO_ID, hub.endpoint)

    def stop_halfway(_order: ModelOrder, progress: InstallProgress) -> None:
        if progress.done_bytes > 1_000_000:
            work.cancel(order)

    work.progressed.connect(stop_halfway)
    stopped = ended(work, order, qtbot)
    assert isinstance(stopped, InstallCancelled)
    assert stopped.kept_bytes > 1_000_000
    assert installed() == ()
    hub.pace_bytes = None
    work.progressed.disconnect()
    assert isinstance(ended(work, order, qtbot), Installed)
    assert hub.bytes_sent_for("model.safetensors")[0] is None
    assert int((hub.bytes_sent_for("model.safetensors")[-1] or "").removeprefix("bytes=").removesuffix("-")) > 500_000


def test_a_folder_of_ones_own_is_taken_in(work: ModelWork, qtbot: QtBot, tmp_path: Path) -> None:
    shutil.copytree(demo_checkpoint(), tmp_path / "mine")
    assert isinstance(ended(work, TakeIn(tmp_path / "mine"), qtbot), Installed)
    assert isinstance(ended(work, TakeIn(tmp_path / "mine"), qtbot), OptionError)  # it is here already
    (tmp_path / "empty").mkdir()
    assert isinstance(ended(work, TakeIn(tmp_path / "empty"), qtbot), CheckpointIncomplete)


def test_a_hub_that_is_not_there_or_has_no_such_model_is_told(work: ModelWork, hub: LocalHub, qtbot: QtBot) -> None:
    assert isinstance(ended(work, Fetch("nobody/nothing", hub.endpoint), qtbot), HubNotFound)
    hub.faults = [Fault(DEMO_ID, times=99, origin="hub", status=500)]
    failing = Fetch(DEMO_ID, hub.endpoint)
    work.begin(failing)
    work.cancel(failing)  # while it tries again and again
    with qtbot.waitSignal(work.finished, timeout=LONG_MS) as told:
        pass
    assert isinstance((told.args or (None, None))[1], InstallCancelled)


def test_a_child_that_crashes_is_told(qapp: object, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def dying(order: ModelOrder) -> Child:
        child = spawn(order)
        child.process.kill()
        return child

    work = ModelWork(spawns=dying)
    assert isinstance(ended(work, Measure(), qtbot), ModelError)
    assert isinstance(ended(work, Fetch("a/b"), qtbot), HubError)
    assert work.under_way == ()
    caplog.clear()


def test_what_is_said_of_a_crash_depends_on_the_order() -> None:
    assert isinstance(crashed(Fetch("a/b")), HubError)
    assert not isinstance(crashed(Remove("a")), HubUnreachable)


def test_an_order_under_way_is_not_begun_twice(work: ModelWork, hub: LocalHub) -> None:
    order = Fetch(DEMO_ID, hub.endpoint)
    work.begin(order)
    work.begin(order)
    assert work.under_way == (order,)


def test_children_end_with_the_window(hub: LocalHub, tmp_path: Path) -> None:
    hub.pace_bytes = 1000
    program = f"""
import sys
from dabir_desktop.model_orders import Fetch, spawn
if __name__ == "__main__":
    child = spawn(Fetch({DEMO_ID!r}, {hub.endpoint!r}))
    child.pipe.recv()
    print(child.process.pid, flush=True)
    sys.stdin.read()
"""
    script = tmp_path / "window.py"
    script.write_text(program, encoding="utf-8")
    window = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert window.stdout is not None
    child = int(window.stdout.readline())
    window.kill()
    window.communicate()
    ended_within(child, seconds=5)


def ended_within(child: int, *, seconds: float) -> None:
    """Fails unless that process is gone by then."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("it lives on")


def test_the_window_loads_none_of_it() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", GUARD], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
