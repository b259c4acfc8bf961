"""What can be asked about models, and how it is carried out: in a process of its own, which imports no Qt.

The libraries that measure this machine and speak to a hub weigh more than the whole window, and a native crash in one
of them must not take the window along. A child that is killed leaves parts that the next try goes on with.
"""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from dabir_core.errors import DabirError, HubError, ModelError
from dabir_core.models import InstallCancelled, Installed, InstallProgress, Recommendation
from dabir_core.progress import CancelToken


@dataclass(frozen=True, slots=True)
class Measure:
    """How fast this machine is, and which checkpoints suit it; `anew` even if that is known."""

    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """A checkpoint of a hub, by its id; nothing as `mirror` or `proxy` takes the environment's."""

    model: str
    mirror: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class TakeIn:
    """A checkpoint that was got by other means: a folder or an archive."""

    path: Path


@dataclass(frozen=True, slots=True)
class Remove:
    """An installed checkpoint, by its name."""

    model: str


ModelOrder = Measure | Fetch | TakeIn | Remove


@dataclass(frozen=True, slots=True)
class Removed:
    """So many bytes are free again."""

    freed_bytes: int


ModelOutcome = Recommendation | Installed | InstallCancelled | Removed


@dataclass(frozen=True, slots=True)
class Ended:
    """The order was carried out, or stopped."""

    outcome: ModelOutcome


@dataclass(frozen=True, slots=True)
class Refused:
    """The order could not be carried out."""

    error: DabirError


ModelMessage = InstallProgress | Ended | Refused


@dataclass(frozen=True, slots=True)
class Child:
    """A process that carries out one order; anything that is sent to it asks it to stop."""

    process: SpawnProcess
    pipe: "Connection[bool, ModelMessage]"


def spawn(order: ModelOrder) -> Child:
    """Starts it; its last message is Ended or Refused, unless it crashes."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve, args=(theirs, order), daemon=True, name="dabir-models")
    child.start()
    theirs.close()
    return Child(child, ours)


def crashed(order: ModelOrder) -> DabirError:
    """What is said of a child that ended without a word."""
    if isinstance(order, Fetch):
        return HubError(order.model, detail="the child crashed")
    return ModelError(detail="the child crashed")


def serve(pipe: "Connection[ModelMessage, bool]", order: ModelOrder) -> None:
    """The child's life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    cancel = CancelToken()
    threading.Thread(target=_listen, args=[pipe, cancel], daemon=True, name="stop").start()
    try:
        pipe.send(Ended(carry_out(order, progress=pipe.send, cancel=cancel)))
    except DabirError as error:
        pipe.send(Refused(error))


def carry_out(order: ModelOrder, *, progress: Callable[[InstallProgress], None], cancel: CancelToken) -> ModelOutcome:
    """Does it. Raises: what core raises."""
    from dabir_core.models import ImportOptions, InstallOptions, import_, install, recommend, remove

    match order:
        case Measure(is_anew):
            return recommend(anew=is_anew)
        case Fetch(model, mirror, proxy):
            options = InstallOptions(mirror=mirror or None, proxy=proxy or None)
            return install(model, options, progress=progress, cancel=cancel)
        case TakeIn(path):
            return import_(path, ImportOptions(), progress=progress, cancel=cancel)
        case Remove(model):
            return Removed(remove(model))


def _listen(pipe: "Connection[ModelMessage, bool]", cancel: CancelToken) -> None:
    """A parent that is gone, however it went, ends the child at once."""
    while True:
        try:
            pipe.recv()
        except (EOFError, OSError):
            os._exit(1)
        cancel.cancel()
