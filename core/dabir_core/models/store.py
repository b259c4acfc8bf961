"""Where a checkpoint lies: the bundled demo, one in our models folder by its name or id, or any folder by its path.

`models` is the models folder to look in, where it is not the usual one (`paths.models_folder`).
"""

import os
from pathlib import Path

from dabir_core.errors import ModelMissing, NotOurModel, OptionError
from dabir_core.models.default_model import default_model
from dabir_core.models.hub_id import folder_name, short_name
from dabir_core.models.shelf import mend_all
from dabir_core.paths import demo_checkpoint, models_folder

DEMO = "demo"
"""The bundled checkpoint's name; it knows one synthetic voice family and a closed vocabulary."""

MODEL_VARIABLE = "DABIR_MODEL"


def installed(models: Path | None = None) -> tuple[Path, ...]:
    """Checkpoint folders in the models folder, by name; an absent folder holds none."""
    folder = models_folder(models)
    if not folder.is_dir():
        return ()
    mend_all(folder)
    entries = (entry for entry in folder.iterdir() if not entry.name.startswith("."))
    return tuple(sorted(entry for entry in entries if (entry / "config.json").is_file()))


def locate(model: str | Path, models: Path | None = None) -> Path:
    """The folder of `model`: a path, «demo», or an installed checkpoint's id, or its name with or without the owner.

    Raises: ModelMissing if there is no such folder, or two.
    """
    try:
        path = Path(model).expanduser()
        if str(model) == DEMO and not path.is_dir():
            return demo_checkpoint()
        if path.is_dir():
            return path
        named = _named(str(model), models_folder(models))
    except (OSError, RuntimeError, ValueError) as cause:  # a name too long, a folder closed to us; «~nobody»
        raise ModelMissing(str(model), detail=str(cause)) from cause
    if len(named) != 1:
        raise ModelMissing(str(model), detail=f"neither a folder nor the name of one in {models_folder(models)}")
    return named[0]


def locate_installed(model: str, models: Path | None = None) -> Path:
    """The folder of an installed checkpoint, directly in the models folder.

    Raises: ModelMissing if there is no such checkpoint; NotOurModel for the demo, a link, and folders elsewhere.
    """
    folder = locate(model, models).resolve()
    if folder.parent != models_folder(models).resolve() or folder.name.startswith("."):
        raise NotOurModel(model)
    return folder


def _named(model: str, models: Path) -> list[Path]:
    """The installed checkpoint of that name or id; else those that have the name without an owner."""
    name = folder_name(model)
    mend_all(models)
    whole = models / name
    if Path(name).name == name and not name.startswith(".") and whole.is_dir():
        return [whole]
    return [folder for folder in installed(models) if short_name(folder.name) == name]


def choose(models: Path | None = None) -> str | Path | None:
    """The checkpoint to use where none was named: DABIR_MODEL, the default one, or the only one; None if none is there.

    Raises: OptionError where several are installed and none of them is the default.
    """
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return named
    found = installed(models)
    chosen = [folder for folder in found if folder.name == default_model()] or found
    if len(chosen) > 1:
        names = ", ".join(folder.name for folder in chosen)
        raise OptionError(f"--model (several are installed, and none is the default: {names})")
    return chosen[0] if chosen else None
