"""The process that fetches one link: armed, watched, and killed when its time is over.

Everything that a link can make a program do happens here, behind the guard: the parent only reads messages and, at the
end, takes one file from the folder. A thread reads the pipe; when the parent ends, however it did, the pipe closes and
this process ends with all that it started.
"""

import errno
import logging
import os
import shutil
import signal
import socket
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from dabir_core.audio import open_audio
from dabir_core.errors import AudioError, DecoderMissing, OutputError
from dabir_core.fetch import group
from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.fetch.direct import NotMediaFile, fetch_direct
from dabir_core.fetch.guard import Guard
from dabir_core.fetch.media import fetch_media
from dabir_core.fetch.media_errors import chain
from dabir_core.fetch.messages import FetchMessage, FetchOrder, Got, Refused
from dabir_core.fetch.policy import LinkPolicy, Scope
from dabir_core.fetch.tally import Tally
from dabir_core.fetch.tool import require_tool
from dabir_core.fetch.url import LinkKind
from dabir_core.link_errors import FetchError, LinkBlocked, LinkNoAudio, LinkTooLong, LinkUnreachable, LinkUnsupported
from dabir_core.units import Seconds, clock

_LOG = logging.getLogger(__name__)
_FILE_MARGIN_BYTES = 1 << 20
_SCRIPT_MEBIBYTES = 512
"""What a site's script may hold in Deno's heap: a player of 2.7 MB takes less than 200 with Deno itself. A script that
wants more ends Deno, and yt-dlp goes on without it; what lies outside of the heap the parent watches. yt-dlp has no
option for it, and hands its environment on. Source: docs.deno.com, "Environment variables"."""
_VAGUE = (FetchError, LinkNoAudio, LinkUnreachable, LinkUnsupported)
"""What a refused connection may look like from afar."""
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}

Life = Callable[["Connection[FetchMessage, None]", FetchOrder], None]


@dataclass(frozen=True, slots=True)
class Child:
    """A fetching process as its parent holds it."""

    process: SpawnProcess
    pipe: "Connection[None, FetchMessage]"

    def resident_bytes(self) -> int:
        """The memory that it and what it started hold."""
        return 0 if self.process.pid is None else group.resident_bytes(self.process.pid)

    def kill(self) -> None:
        """Ends it and what it started, and frees what belongs to it."""
        if self.process.pid is not None:
            group.kill(self.process.pid)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


def spawn(order: FetchOrder, life: "Life | None" = None) -> Child:
    """Starts the process; its last message is Got or Refused. `life` is what it does, by default `serve`."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=life or serve, args=(theirs, order), daemon=True, name="dabir-fetch")
    with _deaf_to_interrupts():
        process.start()
    theirs.close()
    return Child(process, ours)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What starts inside never hears Ctrl-C, not even while it loads; ours is heard after the block."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(pipe: "Connection[FetchMessage, None]", order: FetchOrder) -> None:
    """The process' life."""
    _settle(pipe, order.folder)
    policy, runtime = order.policy, find_runtime()
    try:
        guard = Guard(reach_of(policy), runtime=runtime, behind=None if policy.proxy is None else policy.reach)
    except OSError as cause:
        pipe.send(Refused(LinkUnreachable(detail=f"proxy: {cause}")))
        return
    tally = Tally(policy.limits.most_bytes, pipe.send)
    _limit_files(policy.limits.most_bytes)
    tally.watch_sockets()
    guard.arm()
    pipe.send(_outcome(order, guard, tally, runtime=runtime))


def reach_of(policy: LinkPolicy) -> Reach:
    """Where the process may connect to; looks the proxy up.

    Raises: OSError if the proxy has no address.
    """
    if policy.proxy is None:
        return policy.reach
    found = socket.getaddrinfo(policy.proxy.host, policy.proxy.port, type=socket.SOCK_STREAM)
    endpoints = (Endpoint(ip_address(entry[4][0]), policy.proxy.port) for entry in found)
    return Reach(exempt=frozenset(endpoints), exempt_only=True)


def find_runtime() -> Path | None:
    """Deno: the one of this Python environment, else the system's."""
    ours = Path(sysconfig.get_path("scripts")) / f"deno{sysconfig.get_config_var('EXE') or ''}"
    found = str(ours) if ours.is_file() else shutil.which("deno")
    return None if found is None else Path(found)


def _settle(pipe: "Connection[FetchMessage, None]", folder: Path) -> None:
    """A group of its own, an empty environment as far as it matters, silence, and an ear for the parent's end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    if os.name == "posix":
        os.setpgid(0, 0)
    for name in list(os.environ):
        if name.upper().endswith("_PROXY") or name.upper().startswith(("DENO_", "YTDLP_")):
            del os.environ[name]
    os.environ |= {
        "DENO_DIR": str(folder / "deno"),
        "DENO_NO_UPDATE_CHECK": "1",
        "DENO_V8_FLAGS": f"--max-old-space-size={_SCRIPT_MEBIBYTES}",
        "YTDLP_NO_PLUGINS": "1",
    }
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=_end_with_parent, args=[pipe], daemon=True, name="parent-watch").start()


def _end_with_parent(pipe: "Connection[FetchMessage, None]") -> None:
    try:
        pipe.recv()
    except (EOFError, OSError):
        _LOG.debug("the parent is gone")
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_files(most_bytes: int) -> None:
    """The last belt: the system lets no file grow further, whoever writes it."""
    if sys.platform != "win32":
        import resource

        most = most_bytes + _FILE_MARGIN_BYTES
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, hard))


def _outcome(order: FetchOrder, guard: Guard, tally: Tally, *, runtime: Path | None) -> Got | Refused:
    try:
        return _fetch(order, tally, runtime)
    except FetchError as error:
        return Refused(true_reason(error, order, guard, tally))
    except Exception as error:  # the process' outermost edge: what a site sends can break yt-dlp anywhere
        _LOG.debug("fetching failed", exc_info=True)
        broken = FetchError(order.link.host, detail=type(error).__name__)
        broken.__cause__ = error
        return Refused(true_reason(broken, order, guard, tally))


def true_reason(error: FetchError, order: FetchOrder, guard: Guard, tally: Tally) -> FetchError | OutputError:
    """Libraries make errors of their own of what the guard, the tally and the disk raise."""
    numbers = {number for each in chain(error) if isinstance(number := getattr(each, "errno", None), int)}
    if tally.is_over or errno.EFBIG in numbers:
        return tally.error
    if numbers & _DISK_FULL:
        return OutputError(str(order.folder.parent), detail="disk full")
    if guard.refused and type(error) in _VAGUE:
        return LinkBlocked(order.link.host, detail=", ".join(guard.refused[:3]))
    if isinstance(error, LinkBlocked | LinkUnreachable):  # where a redirect led to is not for whoever wrote the link
        error.subject = order.link.host
    return error


def _fetch(order: FetchOrder, tally: Tally, runtime: Path | None) -> Got:
    link, policy, folder = order.link, order.policy, order.folder
    if link.kind is LinkKind.DIRECT:
        try:
            file = fetch_direct(link, policy, folder=folder, tally=tally)
            return _heard(file.path, file.title, policy)
        except NotMediaFile as error:
            if policy.scope_in_force is Scope.SITES:
                raise LinkNoAudio(link.host, detail="a page") from error
            (folder / "media").unlink()
    require_tool()
    found = fetch_media(link, policy, folder=folder, tally=tally, runtime=runtime)
    return _heard(found.path, found.title, policy, duration=found.duration)


def _heard(path: Path, title: str, policy: LinkPolicy, *, duration: Seconds | None = None) -> Got:
    """Makes sure that it is sound, and short enough: a link's name and a site's word may lie.

    Raises: LinkNoAudio, LinkTooLong.
    """
    try:
        with open_audio(path) as decoding:
            length = decoding.duration or duration
    except DecoderMissing:  # the ffmpeg executable, which may not start here, is the way on this machine
        length = duration
    except AudioError as cause:
        raise LinkNoAudio(detail=type(cause).__name__) from cause
    if length is not None and length > policy.limits.longest:
        raise LinkTooLong(clock(round(policy.limits.longest)))
    return Got(path.name, title, length)
