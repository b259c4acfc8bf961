"""Transcripts as files beside their recordings, under names that are free: nothing of a person's is written over."""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from dabir_core import Transcript, formats
from dabir_core.formats import Kind


def write_beside(transcript: Transcript, source: Path, *, kinds: Sequence[Kind]) -> tuple[Path, ...]:
    """Writes one file of each kind, all called after the recording; gives their paths. Raises: OutputError."""
    paths = free_paths(source, kinds)
    for path, kind in zip(paths, kinds, strict=True):
        formats.write(transcript, path, kind=kind)
    return paths


def free_paths(source: Path, kinds: Sequence[Kind]) -> tuple[Path, ...]:
    """«talk.srt» for talk.mp3; where one of the kinds is there already, «talk.mp3.srt», then «talk.mp3-2.srt»."""
    for stem in _stems(source):
        paths = tuple(stem.with_name(f"{stem.name}.{kind.value}") for kind in kinds)
        if not any(path.exists() or path == source for path in paths):
            return paths
    raise AssertionError("names do not end")


def _stems(source: Path) -> Iterator[Path]:
    yield source.with_name(source.stem)
    yield source
    yield from (source.with_name(f"{source.name}-{number}") for number in count(2))
