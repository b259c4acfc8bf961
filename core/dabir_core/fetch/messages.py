"""What is said over the pipe between an app and the process that fetches a link: typed, frozen, pickled."""

from dataclasses import dataclass
from pathlib import Path

from dabir_core.errors import OutputError
from dabir_core.fetch.policy import LinkPolicy
from dabir_core.fetch.url import Link
from dabir_core.link_errors import FetchError
from dabir_core.units import Seconds


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """What the process is started with; `folder` is its own and empty."""

    link: Link
    policy: LinkPolicy
    folder: Path


@dataclass(frozen=True, slots=True)
class Received:
    """So many bytes of the sound are here, of how many; `total_bytes` is None where the site does not tell."""

    done_bytes: int
    total_bytes: int | None


@dataclass(frozen=True, slots=True)
class Got:
    """The last message if all went well: a file in the order's folder, and what the site says of it."""

    file_name: str
    title: str
    duration: Seconds | None


@dataclass(frozen=True, slots=True)
class Refused:
    """The last message if it came to nothing."""

    error: FetchError | OutputError


FetchMessage = Received | Got | Refused
