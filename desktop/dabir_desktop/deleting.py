"""Deleting all that Dabir keeps on this machine. No Qt.

Only what is ours is deleted. A folder that somebody chose for recordings, exports or models holds their own files too:
of such a one only what we recorded goes, as the library and the entries beside the sounds know it, and checkpoints, if
that is wanted.
"""

import logging
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dabir_core.errors import DabirError, OutputError
from dabir_core.models import installed
from dabir_core.paths import cache_folder, data_folder, models_folder
from dabir_desktop.library import Library, library_file

_LOG = logging.getLogger(__name__)

_SHELF: Final = (".locks", ".partial", ".removed", ".replaced")


def delete_all(*, recordings: Path, with_models: bool) -> None:
    """Deletes everything that is ours, also of the folder that recordings go to; what is open must be closed before.

    Raises: OutputError naming what could not be deleted; the rest is.
    """
    from dabir_core.record import discard_all

    left: list[Path] = []
    _erase_library()
    try:
        discard_all(recordings)
    except DabirError:
        left.append(recordings)
    for path in tuple(_ours(with_models=with_models)):
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except FileNotFoundError:
            continue
        except OSError:
            left.append(path)
    if left:
        raise OutputError(str(left[0]), detail=f"{len(left)} could not be deleted")


def _erase_library() -> None:
    """Recordings that the library knows go wherever they lie."""
    if not library_file().exists():
        return
    try:
        with Library(library_file()) as library:
            library.erase()
    except DabirError as error:  # its own folder goes all the same
        _LOG.warning("the library is not erased: %s", type(error).__name__)


def _ours(*, with_models: bool) -> Iterable[Path]:
    yield cache_folder()
    models, kept = models_folder(), data_folder()
    if kept.is_dir():
        yield from (path for path in kept.iterdir() if path not in (models, *models.parents))
    if with_models:
        yield from installed(models)
        yield from (models / name for name in _SHELF)
