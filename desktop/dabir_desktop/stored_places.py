"""What Dabir keeps on this machine, where, how much it is, and deleting all of it. No Qt.

Only folders of ours are deleted. A folder that somebody chose for recordings or exports holds their own files too, so
it is named and left.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from dabir_core.errors import OutputError
from dabir_core.models import installed
from dabir_core.paths import cache_folder, data_folder, models_folder, recordings_folder

_SHELF: Final = (".locks", ".partial", ".removed", ".replaced")


class Kind(StrEnum):
    """What lies in a place."""

    RECORDINGS = "recordings"
    TEXTS = "texts"
    MODELS = "models"
    CACHES = "caches"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder; of texts, all that lies beside the other places. `is_ours` if it is deleted with the rest."""

    kind: Kind
    folder: Path
    is_ours: bool = True


def stored_places(recordings: Path | None = None) -> tuple[Place, ...]:
    """All of them, with the folder that was chosen for recordings, if one was."""
    own = recordings_folder()
    chosen = [Place(Kind.RECORDINGS, recordings, is_ours=False)] if recordings and recordings != own else []
    return (
        Place(Kind.RECORDINGS, own),
        *chosen,
        Place(Kind.TEXTS, data_folder()),
        Place(Kind.MODELS, models_folder()),
        Place(Kind.CACHES, cache_folder()),
    )


def bytes_in(place: Place) -> int:
    """How much it is; takes a moment where there is much, so it is asked in a thread."""
    return sum(_size(path) for path in _files(place))


def delete_all(*, with_models: bool) -> None:
    """Deletes everything that is ours; what is open must be closed before.

    Raises: OutputError naming what could not be deleted; the rest is.
    """
    left: list[Path] = []
    for path in _ours(with_models=with_models):
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except FileNotFoundError:
            continue
        except OSError:
            left.append(path)
    if left:
        raise OutputError(str(left[0]), detail=f"{len(left)} could not be deleted")


def _ours(*, with_models: bool) -> Iterable[Path]:
    yield cache_folder()
    models = models_folder()
    with suppress(OSError):
        yield from [path for path in data_folder().iterdir() if path != models and path not in models.parents]
    if with_models:
        yield from installed(models)
        yield from (models / name for name in _SHELF)


def _files(place: Place) -> Iterable[Path]:
    folder = place.folder
    others = {models_folder(), recordings_folder(), cache_folder()} if place.kind is Kind.TEXTS else set()
    for path in _listed(folder):
        if path not in others:
            yield from (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
