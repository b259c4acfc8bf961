"""The checkpoints that are here, as a list shows them. No Qt, and nothing is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dabir_core.models import default_model, installed, load_origin


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One of them; `shown` is its hub id, or its folder's name; `licence` None where nobody knows it."""

    name: str
    shown: str
    size_bytes: int
    licence: str | None
    is_default: bool


def installed_models(wanted: str) -> Sequence[InstalledModel]:
    """All of them, by name; `wanted` is the one that the window's settings name."""
    folders = installed()
    names = [folder.name for folder in folders]
    used = next((name for name in (wanted, default_model()) if name in names), None)
    return [_shown(folder, is_default=folder.name == used) for folder in folders]


def installed_ids() -> frozenset[str]:
    """The hub's ids of those that say where they came from."""
    origins = (load_origin(folder) for folder in installed())
    return frozenset(origin.hub_id for origin in origins if origin is not None and origin.hub_id)


def _shown(folder: Path, *, is_default: bool) -> InstalledModel:
    origin = load_origin(folder)
    return InstalledModel(
        name=folder.name,
        shown=origin.hub_id if origin is not None and origin.hub_id else folder.name,
        size_bytes=sum(path.stat().st_size for path in folder.iterdir() if path.is_file()),
        licence=None if origin is None else origin.licence,
        is_default=is_default,
    )
