"""What a finished window is found by again: its own sound and place, and all that its text depends on.

The sound is that of the decoded window, not of the source's file: the samples are in memory already (2 ms for 30 s),
whereas a file would have to be read twice; they are what the text is made from, so another decoder, a file that
changed or a microphone without any file can never bring wrong text. A run that goes on must decode and listen for
speech from the start in any case, since where the next window begins depends on it.

A checkpoint is told by the content of its small files and by name, size and time of its weights. A hash of gigabytes
of weights would cost seconds at each start, and one of the safetensors header is the same for every fine-tune of a
base. A copied checkpoint is a new one; that costs the windows of one unfinished run.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from dabir_core.options import TranscribeOptions
from dabir_core.speech import Window

FORMAT = 2
"""Grows whenever the same window, checkpoint and options come to another result, or are written down otherwise."""

_SMALL_BYTES = 16_000_000
_WEIGHTS = frozenset({".safetensors", ".bin"})
_END_BYTES = 65_536


def settings_digest(folder: Path, engine: str, options: TranscribeOptions, *, lengths: Sequence[int]) -> bytes:
    """What all windows of one job share: the checkpoint's folder, the engine's name, the options, the version of core.

    `lengths` are those that the encoder's input may have: the same window may read otherwise with a shorter one.
    Of the options `display` is left out, since it mends text that is finished, and `urgency`, which changes no window's
    text. An option that comes later is in.
    Raises: OSError if the folder cannot be read.
    """
    told = asdict(options)
    del told["display"], told["urgency"]
    parts = [FORMAT, _core_version(), engine, told, list(lengths), list(_files(folder))]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=32).digest()


def window_key(settings: bytes, window: Window) -> bytes:
    """One window's key: 32 bytes over its samples, its place and its speech spans."""
    place = [window.start_samples, *((span.start_samples, span.end_samples) for span in window.spans)]
    digest = hashlib.blake2b(settings, digest_size=32)
    digest.update(json.dumps(place).encode())
    digest.update(window.waveform.tobytes())
    return digest.digest()


def recording_label(source: Path) -> str:
    """Whose rows are whose: over a file's size, beginning and end, so that it survives a new name and holds no name.

    It need not be unique: rows are found by `window_key` alone, and rows that are forgotten too early only cost time.
    Raises: OSError if the file cannot be read.
    """
    with source.open("rb") as file:
        digest = hashlib.blake2b(file.read(_END_BYTES), digest_size=16)
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_BYTES))
        digest.update(file.read(_END_BYTES))
    digest.update(str(size).encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, int | str, int]]:
    """(name, size, time) of weights, (name, digest, 0) of everything small; folders inside are not ours."""
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            continue
        stat = path.stat()
        if path.suffix in _WEIGHTS or stat.st_size > _SMALL_BYTES:
            yield path.name, stat.st_size, stat.st_mtime_ns
        else:
            yield path.name, hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest(), 0


def _core_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # half as slow to import as NumPy

    try:
        return version("dabir")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return ""
