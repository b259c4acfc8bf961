"""What a run has averaged and released so far, and whether that is still of the checkpoints that stand now.

More training, a run begun anew or other settings leave these folders where they are. Each says in its conversion.json
which weights it was made of, by their hashes, and with which settings; both are compared before the folder is taken.
Where no checkpoint stands (they were removed, or the folder was carried elsewhere) there is nothing to compare with.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.checkpoint_files import read_json_if_there, require_files, weights_paths
from dabir_training.configuration import RunConfig
from dabir_training.errors import CheckpointWrong, Superseded
from dabir_training.fitting.checkpoints import checkpoints
from dabir_training.release.candidates import best_candidates
from dabir_training.release.export import CONVERSION, sha256

Hashes = Mapping[str, str]
"""Of each file of weights, by its name."""
BY_HAND: Final = "by hand"
"""What conversion.json says of a release whose checkpoint was named on the command line."""
BY_RUN: Final = "by the run file"


def averaged_folder(config: RunConfig) -> Path:
    """Where a run's averaged checkpoint lies; it is a checkpoint like any other."""
    return config.folder / "averaged"


def release_folder(config: RunConfig) -> Path:
    """Where a run's released model lies."""
    return config.folder / "release"


def mixed_by(config: RunConfig) -> dict[str, Any]:
    """The settings that say what is averaged, as conversion.json has them."""
    settings = config.release
    return {"average": settings.average, "toward_base": settings.toward_base, "sweep": list(settings.sweep)}


def released_checkpoint(config: RunConfig) -> Path:
    """The averaged checkpoint where the run file asks for one, else the best.

    Raises: CheckpointWrong where there is none; Superseded where other checkpoints stand than were averaged.
    """
    if not config.release.is_mixed:
        return best_candidates(config, 1)[0].folder
    folder = averaged_folder(config)
    if not folder.is_dir():
        raise CheckpointWrong(f"{folder}: run `dabir-train average` first")
    require_files(folder)
    told = read_json_if_there(folder / CONVERSION)
    if told.get("mixed_by") != mixed_by(config) or not _is_of_best(config, told.get("parts", [])):
        raise Superseded(f"{folder}; run `dabir-train average`")
    return folder


def current_release(config: RunConfig) -> Path | None:
    """The released folder; None where nothing was released.

    Raises: Superseded where other checkpoints stand than it was made of; CheckpointWrong.
    """
    folder = release_folder(config)
    if not folder.is_dir():
        return None
    if not _is_current(config, read_json_if_there(folder / CONVERSION)):
        raise Superseded(f"{folder}; run `dabir-train export`")
    return folder


def weights_hashes(folder: Path) -> Hashes:
    """What the folder's weights are, as conversion.json has it. Raises: ModelError, OSError."""
    return {path.name: sha256(path) for path in weights_paths(folder)}


def _is_current(config: RunConfig, told: Mapping[str, Any]) -> bool:
    made_of: Mapping[str, Any] = next(iter(told.get("parts", ())), {})
    if told.get("chosen") == BY_HAND:
        named = config.checkpoints / str(made_of.get("checkpoint"))
        return not named.is_dir() or weights_hashes(named) == made_of.get("sha256")
    if not _are_there(config):
        return True
    return weights_hashes(released_checkpoint(config)) == made_of.get("sha256")


def _is_of_best(config: RunConfig, parts: list[Mapping[str, Any]]) -> bool:
    """Whether the first parts are the run's best checkpoints; the base, if it has a share, comes after them."""
    if not _are_there(config):
        return True
    best = [each.folder for each in best_candidates(config, config.release.average)]
    told = [(part["checkpoint"], part["sha256"]) for part in parts[: len(best)]]
    return told == [(folder.name, weights_hashes(folder)) for folder in best]


def _are_there(config: RunConfig) -> bool:
    """Whether any checkpoint stands, or stood before the run was begun anew (`--fresh` gives them another name)."""
    folder = config.checkpoints
    return bool(checkpoints(folder)) or (folder.is_dir() and any(folder.parent.glob(f"{folder.name}-*")))
