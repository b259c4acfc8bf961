"""The model that others get: weights averaged, a complete folder written and checked, its card."""

from dabir_training.release.averaging import Averaged, Judge, average, averaged_folder
from dabir_training.release.card import write_card
from dabir_training.release.checks.readings import Reading
from dabir_training.release.releasing import ReleaseOptions, release, release_folder

__all__ = [
    "Averaged",
    "Judge",
    "Reading",
    "ReleaseOptions",
    "average",
    "averaged_folder",
    "release",
    "release_folder",
    "write_card",
]
