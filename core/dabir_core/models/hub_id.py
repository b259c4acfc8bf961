"""A model's id on a hub, as people write it, and the folder that it gets here. Pure.

An id is a name, or an owner and a name. «--» parts the two in the folder's name, as in the hub's own caches, since it
cannot be in an id. Source: huggingface_hub 2.4, `validate_repo_id`.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from dabir_core.errors import HubIdWrong

_PART: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?"
_ID: Final = re.compile(rf"(?:{_PART}/)?{_PART}")
_LONGEST: Final = 96
_BETWEEN: Final = "--"


def parse_hub_id(text: str) -> str:
    """The id in `text`: written as it is, or as the address of the model's page.

    Raises: HubIdWrong.
    """
    written = text.strip()
    if "://" in written:
        written = "/".join(urlsplit(written).path.strip("/").split("/")[:2])
    is_wrong = _BETWEEN in written or ".." in written or written.endswith(".git") or len(written) > _LONGEST
    if is_wrong or not _ID.fullmatch(written):
        raise HubIdWrong(text)
    return written


def folder_name(hub_id: str) -> str:
    """The name of the folder that a model is installed in."""
    return hub_id.replace("/", _BETWEEN)


def short_name(folder: str) -> str:
    """A folder's name without the owner."""
    return folder.rpartition(_BETWEEN)[2]
