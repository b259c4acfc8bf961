"""The model that others get: weights averaged, a complete folder written and checked, its card."""

from dabir_training.release.averaging import Averaged, Judge, average
from dabir_training.release.card import write_card
from dabir_training.release.checks.readings import Reading
from dabir_training.release.releasing import ReleaseOptions, release
from dabir_training.release.standing import averaged_folder, release_folder

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
