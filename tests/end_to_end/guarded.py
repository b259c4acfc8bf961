"""Imports, loads and transcribes with an audit hook that ends the process at the first socket or foreign write.

Usage: python guarded.py RECORDING OUTPUT_FOLDER. Native code is not seen: test_isolation has strace.
"""

import os
import sys
from pathlib import Path

RECORDING, OUTPUT = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "os.utime", "os.chmod"}
STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn"}


def refuse(event: str, subject: object) -> None:
    os.write(2, f"REFUSED {event} {subject}\n".encode())
    os._exit(9)


def is_ours(path: object) -> bool:
    return isinstance(path, str | bytes) and Path(os.fsdecode(path)).resolve().is_relative_to(OUTPUT)


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith("socket.") or event in STARTS:
        refuse(event, arguments)
    if event in CHANGES and not is_ours(arguments[0]):
        refuse(event, arguments[0])
    if event == "open":
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & WRITES and not isinstance(path, int) and not is_ours(path):
            refuse(event, path)


sys.addaudithook(watch)

from dabir_core import formats  # noqa: E402
from dabir_core.transcriber import Transcriber  # noqa: E402
from dabir_core.transcript import Transcript  # noqa: E402

outcome = Transcriber.load("demo").transcribe(RECORDING)
assert isinstance(outcome, Transcript)
formats.write(outcome, OUTPUT / "demo.srt", kind=formats.Kind.SRT)
print(outcome.text)
