"""What a file must hold, as a hub states it: a SHA-256 where it is large, git's own object name where it is small."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

BLOCK_BYTES: Final = 1 << 20


class DigestKind(StrEnum):
    """How a hub tells what a file holds."""

    SHA256 = "sha256"
    GIT_BLOB = "git-blob"


class Hasher(Protocol):
    """What hashlib gives."""

    def update(self, block: bytes, /) -> None:
        """Takes more bytes."""

    def hexdigest(self) -> str:
        """The digest of all bytes so far."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One way to tell a file; hexadecimal, in small letters."""

    kind: DigestKind
    hexadecimal: str

    def hasher(self, size: int) -> Hasher:
        """To be fed with a file of that many bytes."""
        if self.kind is DigestKind.SHA256:
            return hashlib.sha256()
        # Source: Pro Git, § 10.2: an object's name is over «blob», its size and its content; no secret hangs on it.
        return hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)

    def fits(self, path: Path) -> bool:
        """Whether the file holds what it must. Raises: OSError."""
        hasher = self.hasher(path.stat().st_size)
        feed(hasher, path)
        return hasher.hexdigest() == self.hexadecimal


def feed(hasher: Hasher, path: Path) -> None:
    """All of a file. Raises: OSError."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            hasher.update(block)
