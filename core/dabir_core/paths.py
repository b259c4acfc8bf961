"""Every folder that Dabir owns; nothing is written anywhere else, and nothing is made by asking.

Folders follow the system's habits (platformdirs); the environment variable DABIR_HOME puts them all under one folder.
"""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

_PACKAGE = Path(__file__).parent


def data_folder() -> Path:
    """Where models and recordings are kept: DABIR_HOME, or the system's place for a user's data."""
    home = os.environ.get("DABIR_HOME")
    return Path(home) if home else user_data_path("dabir", appauthor=False)


def models_folder(asked: Path | None = None) -> Path:
    """Where installed checkpoints lie, one folder each: what is asked for, DABIR_MODELS, or a folder among our data."""
    chosen = asked or os.environ.get("DABIR_MODELS")
    return Path(chosen).expanduser() if chosen else data_folder() / "models"


def journal_file() -> Path:
    """The database of finished windows, in a folder of its own since SQLite puts files beside it."""
    return data_folder() / "journal" / "windows.sqlite3"


def recordings_folder() -> Path:
    """Where what is recorded from the microphone lies, each sound with its entry."""
    return data_folder() / "recordings"


def cache_folder() -> Path:
    """What can be made again at any time: DABIR_HOME's cache folder, or the system's place for a user's caches."""
    home = os.environ.get("DABIR_HOME")
    return Path(home) / "cache" if home else user_cache_path("dabir", appauthor=False)


def graphs_folder() -> Path:
    """Where compiled graphs of checkpoints are kept; deleting it costs the next start a second, nothing else."""
    return cache_folder() / "graphs"


def links_folder() -> Path:
    """Where the sound of links lies while it is transcribed."""
    return cache_folder() / "links"


def waveforms_folder() -> Path:
    """Where the peaks of recordings lie that were shown, one small file each."""
    return cache_folder() / "waveforms"


def verdicts_folder() -> Path:
    """Where the verdicts on checkpoints lie, one file each."""
    return data_folder() / "verdicts"


def default_model_file() -> Path:
    """Holds the name of the installed checkpoint that is used where none is named."""
    return data_folder() / "default-model.txt"


def machine_file() -> Path:
    """What was measured of this machine, to tell how long checkpoints would take."""
    return cache_folder() / "machine.json"


def demo_checkpoint() -> Path:
    """The demo checkpoint that ships with the package."""
    return _PACKAGE / "models" / "demo"


def samples_folder() -> Path:
    """The bundled voice note and its text: inside an installed package, or beside the packages in a checkout."""
    installed = _PACKAGE / "samples"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "samples"
