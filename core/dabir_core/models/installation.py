"""What installing a checkpoint is told and what comes of it, apart from `installing`, which does it."""

from dataclasses import dataclass, field
from pathlib import Path

from dabir_core.models.origin import Origin
from dabir_core.models.transfer import Retries


@dataclass(frozen=True, slots=True)
class InstallOptions:
    """What installing may be told; None takes the models folder, the catalogue's or main revision, and the environment.

    `mirror` is another hub's address, `proxy` that of a proxy on the way there, «none» for none; HF_TOKEN is read from
    the environment.
    """

    folder: Path | None = None
    revision: str | None = None
    mirror: str | None = None
    proxy: str | None = None
    retries: Retries = field(default_factory=Retries)


@dataclass(frozen=True, slots=True)
class Installed:
    """A checkpoint that lies in the models folder; `was_there` before, and nothing was done."""

    name: str
    folder: Path
    origin: Origin | None
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class InstallCancelled:
    """Somebody asked to stop; so many bytes lie ready for the next try."""

    kept_bytes: int
