"""The installed checkpoint that is used where none is named: a name in a small file."""

from contextlib import suppress
from pathlib import Path

from dabir_core.errors import OutputError
from dabir_core.paths import default_model_file
from dabir_core.whole_file import write_whole


def default_model() -> str | None:
    """Its name, whether or not it is still installed; None if nobody chose one."""
    try:
        name = default_model_file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name or None


def set_default_model(name: str) -> None:
    """Chooses it. Raises: OutputError."""
    path = default_model_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, f"{name}\n")
    except OSError as cause:
        raise OutputError(str(path), detail=str(cause)) from cause


def adopt_as_default(folder: Path) -> None:
    """Chooses a checkpoint that was just installed, unless another one is chosen that is still there."""
    name = default_model()
    if name is None or not (folder.parent / name).is_dir():
        with suppress(OutputError):  # the checkpoint is there all the same
            set_default_model(folder.name)


def forget_default(name: str) -> None:
    """That checkpoint is no longer the default."""
    if default_model() == name:
        with suppress(OSError):
            default_model_file().unlink()
