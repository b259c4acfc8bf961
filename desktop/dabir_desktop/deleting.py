"""Deleting all that Dabir keeps on this machine. No Qt.

Only what is ours is deleted. A folder that somebody chose for recordings, exports or models holds their own files too:
of such a one only checkpoints go, and only if that is wanted.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dabir_core.errors import OutputError
from dabir_core.models import installed
from dabir_core.paths import cache_folder, data_folder, models_folder

_SHELF: Final = (".locks", ".partial", ".removed", ".replaced")


def delete_all(*, with_models: bool) -> None:
    """Deletes everything that is ours; what is open must be closed before.

    Raises: OutputError naming what could not be deleted; the rest is.
    """
    left: list[Path] = []
    for path in tuple(_ours(with_models=with_models)):
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
    models, kept = models_folder(), data_folder()
    if kept.is_dir():
        yield from (path for path in kept.iterdir() if path not in (models, *models.parents))
    if with_models:
        yield from installed(models)
        yield from (models / name for name in _SHELF)
