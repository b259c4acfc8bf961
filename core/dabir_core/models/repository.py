"""A repository of a hub as far as we need to know it, read from what the hub says with suspicion.

Ids, commits and digests become names of folders and files here, so only what has their form is believed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dabir_core.models.digest import Digest, DigestKind
from dabir_core.models.hub_id import parse_hub_id

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo, RepoSibling

_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_DIGESTS: Final = {DigestKind.SHA256: re.compile(r"[0-9a-f]{64}"), DigestKind.GIT_BLOB: _COMMIT}


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository, as the hub describes it."""

    name: str
    size: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Repository:
    """One revision of a repository: its id as the hub spells it, its commit, its licence if stated, its files."""

    hub_id: str
    commit: str
    licence: str | None
    files: Mapping[str, RemoteFile]


def described(found: "ModelInfo") -> Repository:
    """What the hub's answer says. Raises: ValueError, HubIdWrong where it cannot be believed, or lacks a digest."""
    if not _COMMIT.fullmatch(found.sha or "") or found.siblings is None:
        raise ValueError("no commit or no list of files")
    files = {each.rfilename: _remote_file(each) for each in found.siblings if "/" not in each.rfilename}
    licence = found.card_data.get("license") if found.card_data is not None else None
    return Repository(
        hub_id=parse_hub_id(found.id),
        commit=str(found.sha),
        licence=licence if isinstance(licence, str) else None,
        files=files,
    )


def _remote_file(sibling: "RepoSibling") -> RemoteFile:
    lfs = sibling.lfs
    kind, stated = (DigestKind.SHA256, lfs.sha256) if lfs is not None else (DigestKind.GIT_BLOB, sibling.blob_id)
    size = sibling.size if lfs is None else lfs.size
    hexadecimal = str(stated).lower()
    if not isinstance(size, int) or size < 0 or not _DIGESTS[kind].fullmatch(hexadecimal):
        raise ValueError(f"no size or checksum of {sibling.rfilename}")
    return RemoteFile(sibling.rfilename, size, Digest(kind, hexadecimal))
