"""Taking an installed checkpoint away, with what was made of it: compiled graphs, its verdict."""

import shutil
from contextlib import suppress
from pathlib import Path

from dabir_core.asr.engines.openvino_store import graphs_of
from dabir_core.errors import OutputError
from dabir_core.models.default_model import forget_default
from dabir_core.models.hub_id import folder_name
from dabir_core.models.shelf import Shelf
from dabir_core.models.store import locate_installed
from dabir_core.models.verdict_file import checkpoint_digest, verdict_path
from dabir_core.paths import graphs_folder, models_folder
from dabir_core.progress import CancelToken


def remove(model: str, models: Path | None = None) -> int:
    """Deletes an installed checkpoint, or what is left of one that was not finished; gives the freed bytes.

    `models` is the folder that it lies in, where it is not the usual one. Waits while another process installs it.
    Raises: ModelMissing; NotOurModel for the demo and for folders elsewhere; OutputError.
    """
    shelf = Shelf(models_folder(models), _name(model, models))
    with shelf.held(CancelToken(), waiting=lambda: None):
        made = _made_of(shelf.folder)
        freed = sum(_freed_by(path) for path in (shelf.folder, shelf.partial, *made))
        try:
            shelf.clear()
            for path in made:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        except OSError as cause:
            raise OutputError(str(shelf.folder), detail=str(cause)) from cause
    forget_default(shelf.folder.name)
    return freed


def _name(model: str, models: Path | None) -> str:
    """The name of its folder in the models folder. Raises: ModelMissing, NotOurModel."""
    name = folder_name(model)
    is_name = bool(name) and Path(name).name == name and not name.startswith(".")
    if is_name and Shelf(models_folder(models), name).partial.is_dir():
        return name
    return locate_installed(model, models).name


def _made_of(folder: Path) -> list[Path]:
    made = [graphs_of(folder, graphs_folder())]
    with suppress(OSError):
        made.append(verdict_path(checkpoint_digest(folder)))
    return made


def _freed_by(path: Path) -> int:
    """What deleting a file or a folder frees; files that are linked elsewhere too free nothing."""
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path] if path.exists() else []
    return sum(each.stat().st_size for each in files if each.stat().st_nlink == 1)
