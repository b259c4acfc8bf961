"""Where an installed checkpoint came from: a small file in its folder, JSON under a name that is no checkpoint's."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

_LOG = logging.getLogger(__name__)

FILE_NAME: Final = "dabir.origin"
"""No `.json`: what a verdict holds for is told by the folder's JSON files."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A hub's id, commit and licence, as far as they are known; `source` is the hub, or what was imported by name."""

    hub_id: str | None
    commit: str | None
    licence: str | None
    source: str


def store_origin(folder: Path, origin: Origin) -> None:
    """Writes it into the folder. Raises: OSError."""
    text = json.dumps(asdict(origin), ensure_ascii=False, indent=1) + "\n"
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def load_origin(folder: Path) -> Origin | None:
    """What the folder says of itself; None if it does not, or if nobody understands it."""
    try:
        found: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        known = {name: _text(found.get(name)) for name in ("hub_id", "commit", "licence")}
        return Origin(**known, source=str(found["source"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as cause:
        _LOG.warning("where a checkpoint came from cannot be read: %s", type(cause).__name__)
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
