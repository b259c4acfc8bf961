"""Entry of the frozen app, which is also the Python of the processes that the app starts.

Three ways lead here: a start by a person; a worker of `multiprocessing`, spawned with arguments of its own; one of
core's two sound scripts, which are run by their paths (`dabir_core.record.devices.start_script`).
Source: pyinstaller.org, "Multi-processing" and "LD_LIBRARY_PATH considerations".
"""

import ctypes.util
import multiprocessing
import os
import runpy
import sys
from pathlib import Path

_OURS = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent))
_SCRIPTS = _OURS / "dabir_core" / "record"


def main() -> None:
    """Goes the way that the arguments name."""
    multiprocessing.freeze_support()
    _find_own_libraries()
    _give_back_library_path()
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(_OURS / "bin")])  # Deno
    if len(sys.argv) > 1 and _is_script(Path(sys.argv[1])):
        del sys.argv[0]
        runpy.run_path(sys.argv[0], run_name="__main__")
        return
    from dabir_desktop.__main__ import main as open_window

    open_window()


def _is_script(path: Path) -> bool:
    return path.suffix == ".py" and path.parent == _SCRIPTS and path.is_file()


def _find_own_libraries() -> None:
    """Python asks the system alone where a library is; PortAudio lies among ours where the system has none."""
    of_the_system = ctypes.util.find_library

    def find(name: str) -> str | None:
        own = sorted(_OURS.glob(f"lib{name}.so*"))
        return of_the_system(name) or (str(own[0]) if own else None)

    ctypes.util.find_library = find


def _give_back_library_path() -> None:
    """Our libraries were found; programs of the system that we start (ffmpeg, the file manager) shall find theirs."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    main()
