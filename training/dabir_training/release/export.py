"""A complete Hugging Face folder of one checkpoint: what transformers 4 and 5, Dabir, CTranslate2 and whisper.cpp read.

conversion.json says what it was made of and by what; the model card is written apart.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.checkpoint_files import (
    CONFIG,
    GENERATION_CONFIG,
    SAFETENSORS,
    TOKENIZER,
    VOCABULARY,
    read_json,
    read_json_if_there,
    weights_paths,
)
from dabir_training.configuration import StoredAs
from dabir_training.errors import CheckpointWrong
from dabir_training.release import description, tokenizer_files
from dabir_training.release.mixing import Share, write_mixture

CONVERSION: Final = "conversion.json"
PREPROCESSOR: Final = "preprocessor_config.json"
NORMALIZER: Final = "normalizer.json"
"""English spellings, for English scoring; a base that has them hands them on."""
_FORMAT: Final = 1
_NAMED_LIBRARIES: Final = ("dabir", "torch", "transformers", "tokenizers", "safetensors", "numpy")
_BLOCK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """What a release is made of.

    parts     trainer's checkpoints, or averaged ones, with their shares; the first is the one described
    base      the checkpoint that the run started from
    language  Whisper's code of what was learned
    made_of   what else is to be said of it in conversion.json
    """

    parts: tuple[Share, ...]
    base: Path
    language: str
    made_of: Mapping[str, Any] = field(default_factory=dict)


def write_release(origin: Origin, folder: Path, *, stored_as: StoredAs = StoredAs.FP16) -> None:
    """Writes every file into the folder, which is empty, and reads them as Dabir will.

    Raises: CheckpointWrong for a checkpoint that lacks what nothing else tells; ModelError for files that cannot be
    read; OSError.
    """
    write_mixture(origin.parts, folder / SAFETENSORS, stored_as=stored_as)
    _put(folder / CONFIG, description.config(read_json(origin.parts[0].folder / CONFIG), stored_as))
    _describe(folder, origin)
    load_checkpoint(folder)
    _put(folder / CONVERSION, _conversion(folder, origin, stored_as))


def _describe(staged: Path, origin: Origin) -> None:
    """All but the weights and their sizes."""
    first = origin.parts[0].folder
    _write_tokenizer(staged, first, origin.base)
    of_base = _first_json(GENERATION_CONFIG, origin.base, first)
    _put(staged / GENERATION_CONFIG, of_base)
    checkpoint = load_checkpoint(staged)
    if checkpoint.vocabulary.is_multilingual and origin.language not in checkpoint.vocabulary.languages:
        raise CheckpointWrong(f"{first.name}: no language {origin.language}")
    _put(staged / GENERATION_CONFIG, description.generation(of_base, checkpoint, language=origin.language))
    _put(staged / PREPROCESSOR, description.preprocessor(checkpoint))
    if (origin.base / NORMALIZER).is_file():
        shutil.copyfile(origin.base / NORMALIZER, staged / NORMALIZER)


def _write_tokenizer(staged: Path, *folders: Path) -> None:
    """Of the first folder that has one: a trainer's checkpoint need not."""
    having = [folder for folder in folders if _has_tokenizer(folder)]
    if not having:
        raise CheckpointWrong(f"{folders[0].name}: {TOKENIZER}")
    written = tokenizer_files.tokenizer_json(having[0])
    (staged / TOKENIZER).write_text(written, encoding="utf-8")
    for name, text in tokenizer_files.legacy_files(written).items():
        (staged / name).write_text(text, encoding="utf-8")


def _has_tokenizer(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (TOKENIZER, VOCABULARY))


def _first_json(name: str, *folders: Path) -> dict[str, Any]:
    return next((found for folder in folders if (found := read_json_if_there(folder / name))), {})


def _conversion(staged: Path, origin: Origin, stored_as: StoredAs) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        **origin.made_of,
        "parts": [_part(share) for share in origin.parts],
        "base": origin.base.name,
        "language": origin.language,
        "weights": stored_as.value,
        "libraries": library_versions(),
        "sha256": {path.name: sha256(path) for path in sorted(staged.iterdir()) if path.name != CONVERSION},
    }


def _part(share: Share) -> dict[str, Any]:
    hashes = {path.name: sha256(path) for path in weights_paths(share.folder)}
    return {"checkpoint": share.folder.name, "share": share.weight, "sha256": hashes}


def library_versions(names: tuple[str, ...] = _NAMED_LIBRARIES) -> dict[str, str]:
    """The installed ones of these libraries."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def sha256(path: Path) -> str:
    """Of a file's content, in hexadecimal. Raises: OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _put(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
