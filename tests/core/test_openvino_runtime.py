import os
import subprocess
import sys
from pathlib import Path

import pytest

from dabir_core.errors import EngineMissing
from dabir_core.openvino_runtime import load_openvino

_PROBE = """
import sys
import numpy
seen = []
def hook(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__" or event == "subprocess.Popen":
        seen.append(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append(f"open {arguments[0]}")
sys.addaudithook(hook)
from dabir_core.openvino_runtime import load_openvino
openvino = load_openvino()
from openvino import opset15 as ops
parameter = ops.parameter([1, 4])
model = openvino.Model([ops.relu(parameter)], [parameter])
openvino.Core().compile_model(model, "CPU")(numpy.array([[-1, 2, -3, 4]], "f4"))
assert not seen, seen
assert sys.modules["openvino_telemetry"] is None
assert "openvino.tools.ovc" not in sys.modules
assert not [name for name in sys.modules if name.startswith("openvino_telemetry.")]
"""


def test_import_and_inference_open_no_socket_and_write_no_file(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    run = subprocess.run([sys.executable, "-c", _PROBE], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.iterdir()) == []


_SIGNALLED = """
import gc, os, signal
from dabir_core.transcriber import Transcriber
transcriber = Transcriber.load("demo")
del transcriber
gc.collect()
signal.signal(signal.SIGINT, lambda number, frame: print("handled", flush=True))
os.kill(os.getpid(), signal.SIGINT)
"""


def test_a_signal_after_the_last_checkpoint_is_let_go_does_not_end_the_process() -> None:
    """The CPU plugin frees a signal stack that is still registered when its last Core goes (OpenVINO 2026.4.1)."""
    run = subprocess.run([sys.executable, "-c", _SIGNALLED], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout.strip()) == (0, "handled")


def test_second_call_gives_the_same_module() -> None:
    assert load_openvino() is load_openvino()


def test_missing_library_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(EngineMissing) as caught:
        load_openvino()
    assert caught.value.subject == "pip install openvino"
    assert isinstance(caught.value.__cause__, ImportError)


def test_library_that_others_imported_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    load_openvino()
    telemetry = object()
    monkeypatch.setitem(sys.modules, "openvino_telemetry", telemetry)
    monkeypatch.setitem(sys.modules, "openvino.tools.ovc", telemetry)
    load_openvino()
    assert sys.modules["openvino_telemetry"] is telemetry
    assert sys.modules["openvino.tools.ovc"] is telemetry


_FROM_MANY_THREADS = """
import threading
from concurrent.futures import ThreadPoolExecutor
from dabir_core.openvino_runtime import openvino_core
meet = threading.Barrier(8)
def core(_):
    meet.wait()
    return openvino_core()
with ThreadPoolExecutor(8) as pool:
    print(len(set(map(id, pool.map(core, range(8))))))
"""


def test_threads_that_ask_first_at_the_same_time_get_one_core() -> None:
    run = subprocess.run([sys.executable, "-c", _FROM_MANY_THREADS], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1"
