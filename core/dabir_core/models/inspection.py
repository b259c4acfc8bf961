"""A checkpoint's folder or archive looked at without running it: what it is, and every fault, not the first alone.

Takes a second at most, since of the weights names and shapes alone are read; of those in an archive, nothing but their
sizes. What is said of the sound that it reads is the business of `check`.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from dabir_core.asr.architecture import check_tensors
from dabir_core.asr.calibrated_heads import FILE_NAME as HEADS_FILE
from dabir_core.asr.checkpoint_files import (
    CONFIG,
    SAFETENSORS,
    missing_files,
    open_weights,
    read_json,
    weights_name,
)
from dabir_core.asr.configuration import read_dimensions, read_generation_settings
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.vocabulary_files import load_vocabulary
from dabir_core.errors import ArchiveDamaged, CheckpointIncomplete, ModelError, SourceUnreadable
from dabir_core.models.architectures import base_of, parameters
from dabir_core.models.archives import Archive, Member, checkpoint_members, opened_archive, safe_members
from dabir_core.models.calibration import has_heads
from dabir_core.models.comparison import Verdict
from dabir_core.models.digest import BLOCK_BYTES
from dabir_core.models.origin import FILE_NAME as ORIGIN_FILE
from dabir_core.models.repository_files import is_wanted, small_files
from dabir_core.models.verdict_file import FILE_NAME as VERDICT_FILE
from dabir_core.models.verdict_file import load_verdicts
from dabir_core.progress import CancelToken

_MOST_SMALL_BYTES = 64_000_000
_OURS = frozenset({HEADS_FILE, ORIGIN_FILE, VERDICT_FILE})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. What a fault kept from being known is None or empty.

    sizes_bytes   of the files that a checkpoint is read from
    faults        what is missing, damaged or of another kind, each told once
    base          the architecture's name; None also for sizes of somebody's own
    languages     codes, sorted
    has_heads     whether it tells which heads give word times; else those of its architecture are taken
    others        names of what else lies there
    verdicts      on short inputs, by engine; none of an archive
    """

    path: Path
    sizes_bytes: Mapping[str, int]
    faults: tuple[ModelError, ...]
    base: str | None
    parameters: int | None
    languages: tuple[str, ...]
    has_heads: bool | None
    others: tuple[str, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


def inspect(path: Path) -> Inspection:
    """Looks at a checkpoint's folder, or at a zip or tar archive of one.

    Raises: ArchiveRefused, ArchiveDamaged; SourceUnreadable where the system does not let us look.
    """
    try:
        return _of_folder(path) if path.is_dir() else _of_archive(path)
    except OSError as cause:
        raise SourceUnreadable(str(path), detail=str(cause)) from cause


def _of_folder(folder: Path) -> Inspection:
    there = {each.name: each for each in sorted(folder.iterdir()) if not each.name.startswith(".")}
    sizes = {name: each.stat().st_size for name, each in there.items() if is_wanted(name) and each.is_file()}
    others = tuple(name for name in there if name not in sizes and name not in _OURS)
    found = _looked_at(folder, sizes, has_weights=weights_name(sizes) is not None)
    return replace(found, others=others, verdicts=load_verdicts(folder))


def _of_archive(path: Path) -> Inspection:
    with opened_archive(path, CancelToken()) as archive, tempfile.TemporaryDirectory() as place:
        every = safe_members(archive, path)
        found = {name: each for name, each in checkpoint_members(every).items() if is_wanted(name)}
        for name in small_files(found):
            _unpack(archive, found[name], Path(place) / name)
        taken = {each.path for each in found.values()}
        others = tuple(each.path for each in every if each.path not in taken and each.place.name not in _OURS)
        sizes = {name: each.size for name, each in found.items()}
        return replace(_looked_at(Path(place), sizes, has_weights=False), path=path, others=others)


def _unpack(archive: Archive, member: Member, target: Path) -> None:
    left = _MOST_SMALL_BYTES
    with archive.read(member.path) as stream, target.open("wb") as file:
        while block := stream.read(BLOCK_BYTES):
            left -= len(block)
            if left < 0:
                raise ArchiveDamaged(member.path, detail="far too large")
            file.write(block)


def _looked_at(folder: Path, sizes_bytes: Mapping[str, int], *, has_weights: bool) -> Inspection:
    """What the small files in the folder say, and its weights if they are there too."""
    faults = _Faults()
    missing = missing_files(sizes_bytes)
    if missing:
        faults.found.append(CheckpointIncomplete(", ".join(missing)))
    for name in small_files(sizes_bytes):
        if name.endswith(".json"):
            faults.of(partial(read_json, folder / name))
    sizes = faults.of(partial(read_dimensions, folder)) if CONFIG in sizes_bytes else None
    if has_weights:
        faults.of(partial(_check_weights, folder, sizes))
    has_vocabulary = set(missing) <= {SAFETENSORS}
    languages = faults.of(partial(_languages, folder, sizes)) if sizes is not None and has_vocabulary else None
    heads = faults.of(partial(has_heads, folder, sizes)) if sizes is not None else None
    return Inspection(
        path=folder,
        sizes_bytes=sizes_bytes,
        faults=tuple(faults.found),
        base=None if sizes is None else base_of(sizes),
        parameters=None if sizes is None else parameters(sizes),
        languages=languages or (),
        has_heads=heads,
    )


@dataclass(frozen=True, slots=True)
class _Faults:
    """What could not be read, each file told once."""

    found: list[ModelError] = field(default_factory=list)

    def of(self, look: Callable[[], T]) -> T | None:
        """What looking gives; None where that finds a fault."""
        try:
            return look()
        except ModelError as fault:
            if fault.subject not in {each.subject for each in self.found}:
                self.found.append(fault)
            return None


def _languages(folder: Path, sizes: Dimensions) -> tuple[str, ...]:
    settings = read_generation_settings(folder, sizes)
    return tuple(sorted(load_vocabulary(folder, sizes.vocabulary, settings=settings).languages))


def _check_weights(folder: Path, sizes: Dimensions | None) -> None:
    weights = open_weights(folder)
    if sizes is not None:
        check_tensors(weights, sizes)
