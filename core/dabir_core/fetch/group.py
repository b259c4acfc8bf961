"""The processes of one fetch, the child and what it starts: measured together and ended together.

Where there are process groups the child leads one. A member stays one when the process that started it is gone, and
nothing that the guard lets start can leave. Windows has none: there it is the child and its descendants.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psutil import Process


def resident_bytes(leader: int) -> int:
    """The memory that they hold; what two of them share counts twice."""
    return sum(map(_resident, _members(leader)))


def kill(leader: int) -> None:
    """Ends them all, now."""
    import psutil

    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # it ended, or did not get as far as a group of its own
            os.killpg(leader, signal.SIGKILL)
        return
    for each in _members(leader):
        with suppress(psutil.Error):
            each.kill()


def _members(leader: int) -> list["Process"]:
    return list(in_group(leader)) if os.name == "posix" else in_tree(leader)


def in_group(leader: int) -> Iterator["Process"]:
    """All of a process group, whoever started them."""
    import psutil

    for pid in psutil.pids():
        with suppress(OSError, psutil.Error):  # it is just ending
            if os.getpgid(pid) == leader:
                yield psutil.Process(pid)


def in_tree(leader: int) -> list["Process"]:
    """A process and its descendants, as far as those that started them live."""
    import psutil

    try:
        first = psutil.Process(leader)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def _resident(member: "Process") -> int:
    import psutil

    try:
        return int(member.memory_info().rss)
    except psutil.Error:
        return 0
