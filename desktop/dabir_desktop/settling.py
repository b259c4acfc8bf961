"""Which files of a watched folder are new and whole: not known before, and not growing any more. Pure.

A file is whole when its size and time stayed as they are for a while: there is no way to ask who still writes to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dabir_core.units import Seconds
from dabir_desktop.watched_files import Sizes


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes while a file is written."""

    size_bytes: int
    changed_ns: int


Listing = Mapping[Path, Stamp]


def sizes_of(listing: Listing) -> Sizes:
    """What of a look is worth knowing later."""
    return {path: stamp.size_bytes for path, stamp in listing.items()}


class Settling:
    """Compares one look at the folder with those before."""

    def __init__(self, known: Sizes, *, patience: Seconds) -> None:
        """`known` are files that are not new; `patience` is how long a file has to stay as it is."""
        self._known = dict(known)
        self._patience = patience
        self._waiting: dict[Path, tuple[Stamp, Seconds]] = {}

    @property
    def known(self) -> Sizes:
        """The files that are not new any more."""
        return dict(self._known)

    @property
    def is_waiting(self) -> bool:
        """Whether some file has still to prove itself."""
        return bool(self._waiting)

    def look(self, listing: Listing, moment: Seconds) -> tuple[Path, ...]:
        """The files that turned out new and whole, each once; one that vanished and came back is new again."""
        self._known = {path: size for path, size in self._known.items() if path in listing}
        new = {path: stamp for path, stamp in listing.items() if self._known.get(path) != stamp.size_bytes}
        before, self._waiting = self._waiting, {}
        whole = []
        for path, stamp in new.items():
            seen, since = before.get(path, (stamp, moment))
            if seen == stamp and stamp.size_bytes > 0 and moment - since >= self._patience:
                self._known[path] = stamp.size_bytes
                whole.append(path)
            else:
                self._waiting[path] = (stamp, since if seen == stamp else moment)
        return tuple(whole)
