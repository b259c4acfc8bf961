"""Verdicts on disk, among our own files: a checkpoint's folder may be closed to us, or belong to a hub's cache.

A verdict holds for one content of the checkpoint's files, one engine in one precision, and one way of making inputs
(`FORMAT`); whatever else is found is passed over, and notes are read with whole inputs again. A checkpoint is told by
what its files hold, wherever it lies. A verdict may be shipped beside it (`FILE_NAME`), as the demo's is. Of files of
gigabytes blocks all over them are hashed: a fine-tune changes all of the weights. That takes 20 ms instead of seconds.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.calibrated_heads import FILE_NAME as HEADS_FILE
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.errors import OutputError
from dabir_core.models.comparison import LengthFigures, Verdict
from dabir_core.paths import verdicts_folder
from dabir_core.whole_file import write_whole

_LOG = logging.getLogger(__name__)

FORMAT: Final = 1
"""Grows whenever the steps of the input, the silence in it, the features or the rules of the verdict change."""

FILE_NAME: Final = "dabir-verdict.json"
_OURS: Final = frozenset({FILE_NAME, HEADS_FILE})
"""Alignment heads tell words' times and change no text."""
_TOLD_BY: Final = frozenset({".json", ".safetensors", ".bin"})
_WHOLE_BYTES: Final = 8_000_000
_BLOCKS, _BLOCK_BYTES = 64, 65_536


def earned_lengths(checkpoint: Checkpoint, engine: str) -> InputLengths:
    """The inputs that the checkpoint may be given by the engine of that name: short ones only with a verdict."""
    verdict = load_verdict(checkpoint.folder, engine)
    if verdict is None or verdict.shortest is None:
        return InputLengths.full(checkpoint.dimensions)
    return InputLengths.short(checkpoint.dimensions, shortest=verdict.shortest)


def load_verdict(folder: Path, engine: str) -> Verdict | None:
    """The verdict on the checkpoint in that folder and that engine; None if there is none that holds."""
    return load_verdicts(folder).get(engine)


def load_verdicts(folder: Path) -> Mapping[str, Verdict]:
    """The verdicts on the checkpoint in that folder that hold, by engine; ours go before shipped ones."""
    if not (folder / FILE_NAME).is_file() and not verdicts_folder().is_dir():
        return {}  # before any file of the checkpoint is read
    try:
        digest = checkpoint_digest(folder)
    except OSError as cause:
        _LOG.warning("the checkpoint's verdict cannot be looked up: %s", type(cause).__name__)
        return {}
    return {**_verdicts(folder / FILE_NAME, digest), **_verdicts(verdict_path(digest), digest)}


def store_verdict(folder: Path, engine: str, verdict: Verdict) -> Path:
    """Keeps the verdict, with those on other engines that still hold; gives the file.

    Raises: OutputError if it cannot be written.
    """
    digest = checkpoint_digest(folder)
    path = verdict_path(digest)
    known = {**_verdicts(path, digest), engine: verdict}
    content = {
        "format": FORMAT,
        "checkpoint": digest,
        "engines": {name: asdict(each) for name, each in sorted(known.items())},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(content, indent=1) + "\n")
    except OSError as cause:
        raise OutputError(str(path), detail=str(cause)) from cause
    return path


def verdict_path(digest: str) -> Path:
    """The file of the verdicts on the checkpoint with that digest."""
    return verdicts_folder() / f"{digest}.json"


def checkpoint_digest(folder: Path) -> str:
    """64 hexadecimal digits over the names, sizes and contents of the files that a checkpoint is read from.

    Raises: OSError if they cannot be read.
    """
    digest = hashlib.blake2b(digest_size=32)
    for path in sorted(folder.iterdir()):
        if path.suffix in _TOLD_BY and path.name not in _OURS and path.is_file():
            size = path.stat().st_size
            digest.update(json.dumps([path.name, size]).encode())
            for block in _blocks(path, size):
                digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    """All of a small file; of a large one blocks from its beginning to its end."""
    with path.open("rb") as file:
        if size <= _WHOLE_BYTES:
            yield file.read()
            return
        for number in range(_BLOCKS):
            file.seek(number * (size - _BLOCK_BYTES) // (_BLOCKS - 1))
            yield file.read(_BLOCK_BYTES)


def _verdicts(path: Path, digest: str) -> Mapping[str, Verdict]:
    """The verdicts of a file, by engine, if they are on the checkpoint with that digest; a damaged file holds none."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if (found["format"], found["checkpoint"]) != (FORMAT, digest):
            return {}
        return {engine: _verdict(each["lengths"]) for engine, each in found["engines"].items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as cause:  # half a file, or somebody's own
        _LOG.warning("a verdict on a checkpoint cannot be read: %s", type(cause).__name__)
        return {}


def _verdict(lengths: list[dict[str, Any]]) -> Verdict:
    return Verdict(tuple(LengthFigures(**length) for length in lengths))
