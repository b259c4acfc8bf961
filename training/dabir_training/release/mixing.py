"""Weights of several checkpoints mixed into one: the mean of a run's best, and a share of the base beside them.

Averages of checkpoints lie in a flatter place of the loss and forget less of what the base knew
(arXiv 2505.20477, Whisper: 12 % fewer word errors; arXiv 2210.15282, forgetting). One tensor at a time is read from the
mapped files of each and summed in float64, so that memory does not grow with the count of checkpoints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.checkpoint_files import CONFIG, TOKENIZER, open_weights, read_json, read_json_if_there
from dabir_core.asr.weights import OUTPUT, Weights
from dabir_training.configuration import StoredAs
from dabir_training.errors import CheckpointWrong
from dabir_training.release.tensor_file import write_tensors

_PREFIX = "model."


@dataclass(frozen=True, slots=True)
class Share:
    """A checkpoint's folder, and how much of the mixture it is."""

    folder: Path
    weight: float


def shares(checkpoints: Sequence[Path], *, base: Path, toward_base: float = 0.0) -> tuple[Share, ...]:
    """Equal shares of the checkpoints and, where any is asked for, that share of the base; together 1."""
    each = (1.0 - toward_base) / len(checkpoints)
    tuned = tuple(Share(folder, each) for folder in checkpoints)
    return (*tuned, Share(base, toward_base)) if toward_base else tuned


def write_mixture(mixture: Sequence[Share], file: Path, *, stored_as: StoredAs) -> None:
    """Writes the weighted sum of the checkpoints as one safetensors file under transformers' names.

    Raises: CheckpointWrong for checkpoints of other shapes, tensors or vocabularies than the first; ModelError for
    files that cannot be read; OSError.
    """
    opened = [open_weights(share.folder) for share in mixture]
    names = _stored_names(opened[0], mixture[0].folder)
    for share, weights in zip(mixture[1:], opened[1:], strict=True):
        _check_alike(share.folder, weights, first=opened[0], names=names)
        _check_vocabulary(share.folder, mixture[0].folder)
    written = {_written_name(name): name for name in names}

    def summed(name: str) -> NDArray[np.float64]:
        sources = zip(mixture, opened, strict=True)
        return _sum((share.weight, weights[written[name]]) for share, weights in sources)

    shapes = {name: opened[0].shape(own) for name, own in written.items()}
    write_tensors(file, shapes, summed, stored_as=stored_as)


def _sum(parts: Iterable[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float64]:
    total = np.zeros(())
    for weight, values in parts:
        total = total + np.multiply(values, weight, dtype=np.float64)
    return total


def _stored_names(weights: Weights, folder: Path) -> list[str]:
    """Every tensor once: the output layer is the token embedding again, unless the checkpoint says otherwise."""
    is_tied = read_json(folder / CONFIG).get("tie_word_embeddings", True)
    return sorted(name for name in weights.names() if name != OUTPUT or not is_tied)


def _written_name(name: str) -> str:
    return name if name == OUTPUT else _PREFIX + name


def _check_alike(folder: Path, weights: Weights, *, first: Weights, names: Sequence[str]) -> None:
    for name in names:
        wanted = first.shape(name)
        if name not in weights:
            raise CheckpointWrong(f"{folder.name} lacks {name}")
        if weights.shape(name) != wanted:
            raise CheckpointWrong(f"{folder.name}: {name} is {weights.shape(name)} and not {wanted}")
    if more := sorted({*weights.names()} - {*first.names()}):
        raise CheckpointWrong(f"{folder.name} has {more[0]}, which the others lack")


def _check_vocabulary(folder: Path, first: Path) -> None:
    """A trainer's checkpoint may have no tokenizer beside it; then its shapes have to do."""
    own, wanted = _pieces(folder), _pieces(first)
    if own and wanted and own != wanted:
        raise CheckpointWrong(f"{folder.name}: {TOKENIZER} has another vocabulary than {first.name}")


def _pieces(folder: Path) -> Mapping[str, int]:
    pieces: Mapping[str, int] = read_json_if_there(folder / TOKENIZER).get("model", {}).get("vocab", {})
    return pieces
