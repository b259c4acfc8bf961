"""A link in, a file of sound out: the parent's side of the process that does it.

    vet (pure) ─► child process: guard ─► direct or yt-dlp ─► a file in a folder of its own ─► the caller's folder

What the child says is not waited for longer than the deadline; what it uses of memory is watched, together with what
it starts, since a small answer can unpack to a large one, and a site's script can hold as much as it likes. All of it
is killed in any case at the end, and its folder removed with all parts in it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dabir_core.errors import OutputError
from dabir_core.fetch.file_name import safe_file_name
from dabir_core.fetch.messages import FetchMessage, FetchOrder, Got, Received, Refused
from dabir_core.fetch.own_folder import own_folder
from dabir_core.fetch.policy import LinkPolicy
from dabir_core.fetch.tool import require_tool
from dabir_core.fetch.url import Link, LinkKind, vet
from dabir_core.link_errors import FetchError, LinkMemory, LinkTimeout
from dabir_core.progress import CancelToken
from dabir_core.units import Seconds

if TYPE_CHECKING:
    from dabir_core.fetch.child import Child, Life

MOST_MEMORY_BYTES: Final = 1_500_000_000
_POLL_SECONDS: Final = 0.1

ReceivedCallback = Callable[[Received], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A link's sound, in the caller's folder; `duration` is None where neither the site nor the file tells."""

    path: Path
    title: str
    url: str
    duration: Seconds | None


def fetch(
    url: str,
    policy: LinkPolicy,
    *,
    into: Path,
    progress: ReceivedCallback | None = None,
    cancel: CancelToken | None = None,
) -> Fetched | None:
    """Fetches the sound of a link into a folder, as a file called after its title; None if it was cancelled.

    Raises: FetchError of the kind that fits, OutputError if the folder takes no files.
    """
    return Fetcher(policy, into).fetch(url, progress=progress or _ignore, cancel=cancel or CancelToken())


class Fetcher:
    """Fetches links by one policy into one folder; `life` is what the child process does."""

    def __init__(self, policy: LinkPolicy, into: Path, *, life: "Life | None" = None) -> None:
        self._policy = policy
        self._into = into
        self._life = life

    def fetch(self, url: str, *, progress: ReceivedCallback, cancel: CancelToken) -> Fetched | None:
        """See `fetch`."""
        link = vet(url, self._policy)
        if link.kind is not LinkKind.DIRECT:
            require_tool()
        with own_folder(self._into) as folder:
            got = self._follow(link, folder, progress=progress, cancel=cancel)
            return None if got is None else self._keep(got, folder, link)

    def _follow(self, link: Link, folder: Path, *, progress: ReceivedCallback, cancel: CancelToken) -> Got | None:
        """Runs the child until its last word, the deadline, or a cancel (None)."""
        from dabir_core.fetch.child import spawn  # with HTTP and TLS, which whoever fetches nothing need not load

        deadline = time.monotonic() + self._policy.limits.deadline
        child = spawn(FetchOrder(link, self._policy, folder), self._life)
        try:
            while not cancel.is_cancelled:
                if time.monotonic() >= deadline:
                    raise LinkTimeout(link.host)
                message = _next(child, link)
                if isinstance(message, Got):
                    return message
                if isinstance(message, Refused):
                    raise message.error
                if message is not None:
                    progress(message)
            return None
        finally:
            child.kill()

    def _keep(self, got: Got, folder: Path, link: Link) -> Fetched:
        """Moves the file to the caller's folder, under a name that is free there."""
        source = folder / Path(got.file_name).name
        try:
            target = _free_file(self._into, safe_file_name(got.title, otherwise=link.host), source.suffix)
            source.replace(target)
        except OSError as cause:
            raise OutputError(str(self._into), detail=str(cause)) from cause
        return Fetched(target, got.title, link.url, got.duration)


def _free_file(folder: Path, stem: str, suffix: str) -> Path:
    """An empty file under a name that nobody had, so that two who fetch at once do not meet."""
    for number in count(1):
        target = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            target.touch(exist_ok=False)
        except FileExistsError:
            continue
        return target
    raise AssertionError("count does not end")


def _next(child: "Child", link: Link) -> FetchMessage | None:
    """The child's next message, or None after a while without one.

    Raises: LinkMemory if too much of it is used, FetchError if the child ended without a word.
    """
    try:
        if child.pipe.poll(_POLL_SECONDS):
            return child.pipe.recv()
    except (EOFError, OSError) as cause:
        raise FetchError(link.host, detail="the process ended") from cause
    if child.resident_bytes() > MOST_MEMORY_BYTES:
        raise LinkMemory(link.host)
    return None


def _ignore(_received: Received) -> None:
    """Nobody asked for progress."""
