"""The folders that somebody chose instead of core's own."""

import os
from pathlib import Path
from typing import Final

from dabir_core.paths import recordings_folder
from dabir_desktop.settings import Preferences

MODELS_VARIABLE: Final = "DABIR_MODELS"


def point_at_models(folder: str) -> None:
    """From now on core, and every process that it starts, looks for checkpoints there; nothing takes core's own.

    Called at the start where a folder is chosen, and when another one is.
    """
    if folder:
        os.environ[MODELS_VARIABLE] = folder
    else:
        os.environ.pop(MODELS_VARIABLE, None)


def recordings_place(preferences: Preferences) -> Path:
    """Where the microphone is recorded to."""
    return Path(preferences.recordings) if preferences.recordings else recordings_folder()


def exports_place(preferences: Preferences) -> Path | None:
    """Where exports are offered to go first; None beside their source."""
    return Path(preferences.exports) if preferences.exports else None
