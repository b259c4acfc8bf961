"""The files of a Hugging Face Whisper folder: their names, what is missing, JSON read with real errors, weights.

Whatever a folder lacks is told at once and by file name, so that a person can fetch it.
"""

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from dabir_core.asr.pickled_weights import open_pickle
from dabir_core.asr.safetensors_weights import open_safetensors
from dabir_core.asr.weights import StoredTensor, StoredWeights
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, ModelMissing

CONFIG = "config.json"
GENERATION_CONFIG = "generation_config.json"
TOKENIZER = "tokenizer.json"
VOCABULARY = "vocab.json"
MERGES = "merges.txt"
ADDED_TOKENS = "added_tokens.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
SAFETENSORS = "model.safetensors"
PICKLE = "pytorch_model.bin"
INDEX_ENDING = ".index.json"
ADAPTER = "adapter_config.json"

_OPENERS: Mapping[str, Callable[[Path], Mapping[str, StoredTensor]]] = {
    SAFETENSORS: open_safetensors,
    PICKLE: open_pickle,
}
"""By preference: where both are there, the one that is no program."""

WEIGHTS = tuple(name + ending for name in _OPENERS for ending in ("", INDEX_ENDING))
"""Files that hold the weights or list their shards, by preference."""
_TELLING = (CONFIG, TOKENIZER, VOCABULARY, MERGES, *WEIGHTS)


def require_files(folder: Path) -> None:
    """Refuses a folder that cannot be a checkpoint.

    Raises: ModelMissing where there is no such folder, CheckpointIncomplete listing every missing file.
    """
    if not folder.is_dir():
        raise ModelMissing(str(folder))
    missing = missing_files([name for name in _TELLING if (folder / name).is_file()])
    if missing:
        adapter = "the folder holds an adapter: merge it into its base model first"
        raise CheckpointIncomplete(", ".join(missing), detail=adapter if (folder / ADAPTER).is_file() else str(folder))


def missing_files(names: Collection[str]) -> list[str]:
    """What a checkpoint's folder lacks whose files have these names."""
    missing = [CONFIG] if CONFIG not in names else []
    if TOKENIZER not in names:
        legacy = [name for name in (VOCABULARY, MERGES) if name not in names]
        missing += [TOKENIZER] if len(legacy) == 2 else legacy
    if weights_name(names) is None:
        missing.append(SAFETENSORS)
    return missing


def weights_file(folder: Path) -> str | None:
    """The name of the file that holds the weights or lists their shards."""
    return weights_name([name for name in WEIGHTS if (folder / name).is_file()])


def weights_name(names: Collection[str]) -> str | None:
    """Of these files the one that holds the weights or lists their shards."""
    return next((name for name in WEIGHTS if name in names), None)


def is_pickled(weights: str) -> bool:
    """Whether reading that file, or those that it lists, takes torch."""
    return weights.startswith(PICKLE)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises: CheckpointCorrupt where the file holds none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as cause:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise CheckpointCorrupt(path.name, detail=str(cause)) from cause
    if not isinstance(content, dict):
        raise CheckpointCorrupt(path.name, detail="not a JSON object")
    return content


def read_json_if_there(path: Path) -> dict[str, Any]:
    """A JSON object; an empty one where there is no such file."""
    return read_json(path) if path.is_file() else {}


def open_weights(folder: Path) -> StoredWeights:
    """The folder's weights, opened but not read.

    Raises: CheckpointIncomplete for a missing file or shard, CheckpointCorrupt, CheckpointUnsupported, EngineMissing.
    """
    open_file = _OPENERS[_weights_or_index(folder).removesuffix(INDEX_ENDING)]
    stored: dict[str, StoredTensor] = {}
    for path in weights_paths(folder):
        stored.update(open_file(path))
    return StoredWeights(stored)


def weights_paths(folder: Path) -> list[Path]:
    """The files that hold the weights: one, or every shard.

    Raises: CheckpointIncomplete for a missing file or shard, CheckpointCorrupt for an index that lists none.
    """
    found = _weights_or_index(folder)
    names = _shards(folder, found) if found.endswith(INDEX_ENDING) else [found]
    return [folder / name for name in names]


def _weights_or_index(folder: Path) -> str:
    found = weights_file(folder)
    if found is None:
        raise CheckpointIncomplete(SAFETENSORS)
    return found


def _shards(folder: Path, index: str) -> list[str]:
    names = listed_shards(folder, index)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise CheckpointIncomplete(", ".join(missing))
    return names


def listed_shards(folder: Path, index: str) -> list[str]:
    """The names that an index lists, whether or not such files are there.

    Raises: CheckpointCorrupt where it lists none, or one outside the folder.
    """
    listed = read_json(folder / index).get("weight_map")
    names = sorted({str(name) for name in listed.values()}) if isinstance(listed, dict) else []
    if not names:
        raise CheckpointCorrupt(index, detail="no list of shards")
    if any(not name or Path(name).name != name for name in names):
        raise CheckpointCorrupt(index, detail="a shard outside the folder")
    return names
