"""The one place where OpenVINO is imported, so that its telemetry never is.

A plain `import openvino` also imports its model converter (`openvino.tools.ovc`), which starts `openvino_telemetry`:
that takes the absence of a consent file for consent, writes into the home folder and looks up a host. We never convert
models, so the converter is hidden while OpenVINO is imported and given back afterwards: another library may have it.
`openvino_telemetry` stays hidden for the whole process: its importers (ovc, nncf) all have a stub for its absence.
Nothing is hidden when somebody imported OpenVINO before us; what it started then cannot be undone.
Source: openvino 2026.4.1, `openvino/__init__.py` (end) and `openvino/tools/ovc/__init__.py`; shown with strace.
"""

import functools
import importlib
import sys
import threading
from types import ModuleType
from typing import Any, Final

from dabir_core.errors import EngineMissing
from dabir_core.freed_memory import return_freed_memory

PIP_COMMAND: Final = "pip install openvino"
_CONVERTER: Final = "openvino.tools.ovc"
_TELEMETRY: Final = "openvino_telemetry"
_ONE_AT_A_TIME: Final = threading.Lock()


def load_openvino() -> ModuleType:
    """Imports OpenVINO without its telemetry; later calls only look it up.

    Raises: EngineMissing when it is not installed, or its libraries cannot be loaded on this machine.
    """
    if "openvino" not in sys.modules:
        _hide(_TELEMETRY)
        _hide(_CONVERTER)
    try:
        return importlib.import_module("openvino")  # also waits while another thread is still importing it
    except ImportError as cause:
        raise EngineMissing(PIP_COMMAND, detail=str(cause)) from cause
    finally:
        _give_back(_CONVERTER)


def openvino_core() -> Any:
    """The process's one openvino.Core, which is never let go; threads may share it.

    The CPU plugin gives the thread that loads it a signal stack of its own, and frees that memory with the last Core
    while it is still registered: the next signal, a Ctrl-C or a child's end, then ends the process (2026.4.1).
    Raises: EngineMissing.
    """
    openvino = load_openvino()
    with _ONE_AT_A_TIME:  # of two threads that ask first, one would get a Core that the other replaces
        return _core_of(openvino)


@functools.cache
def _core_of(openvino: ModuleType) -> Any:
    return_freed_memory()
    core = openvino.Core()
    # Several jobs and a desktop share the cores, so the system places the threads. Threads that a small model pinned
    # for a moment, for all models share them, were seen on one core long after.
    core.set_property("CPU", {"ENABLE_CPU_PINNING": False})
    return core


def _hide(name: str) -> None:
    # None in sys.modules makes an import raise ModuleNotFoundError (Python reference, §5.3.1); typeshed does not know.
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def _give_back(name: str) -> None:
    if name in sys.modules and sys.modules[name] is None:
        del sys.modules[name]
