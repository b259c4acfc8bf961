"""Where a checkpoint lies: the bundled demo, one in our models folder by its name, or any folder by its path."""

import os
from pathlib import Path

from dabir_core.errors import ModelMissing
from dabir_core.paths import demo_checkpoint, models_folder

DEMO = "demo"
"""The bundled checkpoint's name; it knows one synthetic voice family and a closed vocabulary."""

MODEL_VARIABLE = "DABIR_MODEL"


def installed(folder: Path | None = None) -> tuple[Path, ...]:
    """Checkpoint folders in the models folder, by name; an absent folder holds none."""
    folder = models_folder() if folder is None else folder
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry for entry in folder.iterdir() if (entry / "config.json").is_file()))


def locate(model: str | Path) -> Path:
    """The folder of `model`: a path, «demo», or the name of an installed checkpoint.

    Raises: ModelMissing if there is no such folder.
    """
    try:
        path = Path(model).expanduser()
        if str(model) == DEMO and not path.is_dir():
            return demo_checkpoint()
        if path.is_dir():
            return path
        named = models_folder() / path.name
        if len(path.parts) == 1 and named.is_dir():
            return named
    except (OSError, RuntimeError) as cause:  # a name too long, a folder closed to us; «~nobody»
        raise ModelMissing(str(model), detail=str(cause)) from cause
    raise ModelMissing(str(model), detail=f"neither a folder nor the name of one in {models_folder()}")


def choose() -> str | Path:
    """The checkpoint to use where none was named: DABIR_MODEL, the only installed one, or else the demo."""
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return named
    found = installed()
    return found[0] if len(found) == 1 else DEMO
