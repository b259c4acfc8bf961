"""Processes for the tests of links: one that fetches and can be killed, and programs that stand in for Deno."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from dabir_core.fetch import child
from dabir_core.fetch.child import Life
from dabir_core.fetch.media import SiteFile
from dabir_core.fetch.messages import FetchMessage, FetchOrder
from dabir_core.link_errors import LinkNoAudio
from tests.core.fetch.site import Site, Visit

RUN = (
    *("run", "--ext=js", "--no-code-cache", "--no-prompt", "--no-remote", "--no-lock", "--node-modules-dir=none"),
    *("--no-config", "--no-npm", "--cached-only", "-"),
)
"""As yt-dlp 2026.08 starts Deno, `DenoJCP._run_js_runtime`."""

_PARENT = """
import sys
from pathlib import Path
from dabir_core.fetch import fetch
from tests.core.fetch.site import Site, policy

if __name__ == "__main__":
    site = Site("127.0.0.2", int(sys.argv[1]))
    fetch(site.url("/slow.ogg"), policy(site), into=Path(sys.argv[2]), progress=lambda _: print("here", flush=True))
"""


def _waiting(visit: Visit) -> None:
    visit.answer(200, b"OggS" * 999, {"Content-Length": "9999999", "Content-Type": "audio/ogg"})
    time.sleep(60)


@contextmanager
def fetching_parent(site: Site, into: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is in the middle of a fetch; killed at the end of the block if nobody did it before."""
    site.pages["/slow.ogg"] = _waiting
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    script = into.parent / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    command = [sys.executable, str(script), str(site.port), str(into)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"here\n"
        try:
            yield parent
        finally:
            parent.kill()


def assert_ended(processes: Iterable[psutil.Process]) -> None:
    """All of them end, in a moment."""
    waited_for = list(processes)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and not all(map(_has_ended, waited_for)):
        time.sleep(0.05)
    assert all(map(_has_ended, waited_for))


def _has_ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def life_with_script(script: str, runtime: Path | None = None) -> Life:
    """What a fetching process does for which each page is a script; `runtime` stands in for Deno."""
    return partial(_serve, script=script, runtime=runtime)


def _serve(pipe: "Connection[FetchMessage, None]", order: FetchOrder, *, script: str, runtime: Path | None) -> None:
    replaced: dict[str, Any] = {"fetch_media": partial(_run, script)}
    if runtime is not None:
        replaced["find_runtime"] = lambda: runtime
    vars(child).update(replaced)
    child.serve(pipe, order)


def _run(script: str, *_: object, runtime: Path, **__: object) -> SiteFile:
    from yt_dlp.utils import Popen

    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Popen([str(runtime), *RUN], text=True, env=os.environ.copy(), **pipes) as running:
        running.communicate_or_kill(script)
    raise LinkNoAudio(detail=f"it ended with {running.returncode}")
