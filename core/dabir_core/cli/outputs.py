"""Where a transcript's files go: beside the recording, or in one folder, never two recordings into one file."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import count
from pathlib import Path

from dabir_core.errors import OptionError, OutputError
from dabir_core.formats import Kind


def parse_kinds(text: str) -> tuple[Kind, ...]:
    """Reads «txt,srt»; each kind once, in the order given.

    Raises: OptionError naming the kinds that there are.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    known = {kind.value for kind in Kind}
    for name in names:
        if name not in known:
            raise OptionError(f"--to {name} ({', '.join(sorted(known))})")
    return tuple(dict.fromkeys(Kind(name) for name in names))


def stems(sources: Sequence[Path], folder: Path | None, *, fetched: Collection[Path] = frozenset()) -> dict[Path, Path]:
    """Each source's output path without a suffix; what was fetched has no folder of its own but the current one.

    Two sources that would meet (a.wav and a.mp3, or one name in two folders) keep their suffix, then get a number.
    """
    plain = {source: (folder or (Path() if source in fetched else source.parent)) / source.stem for source in sources}
    crowd = Counter(plain.values())
    taken: set[Path] = {stem for stem, sharers in crowd.items() if sharers == 1}
    names: dict[Path, Iterator[Path]] = {}
    result: dict[Path, Path] = {}
    for source, stem in plain.items():
        result[source] = stem
        if crowd[stem] > 1:
            full = stem.with_name(source.name)
            result[source] = next(name for name in names.setdefault(full, _numbered(full)) if name not in taken)
        taken.add(result[source])
    return result


def _numbered(stem: Path) -> Iterator[Path]:
    yield stem
    yield from (stem.with_name(f"{stem.name}-{number}") for number in count(2))


def make_folder(folder: Path) -> None:
    """Makes the folder if there is none.

    Raises: OutputError if it cannot be made, or is closed to us.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as cause:  # ValueError: a null character in the name
        raise OutputError(str(folder), detail=str(cause)) from cause
    if not os.access(folder, os.W_OK):
        raise OutputError(str(folder), detail="no permission to write")


def output_file(stem: Path, kind: Kind, *, partial: bool = False) -> Path:
    """The file of one kind; what a cancelled job leaves is called so, and never replaces a whole transcript."""
    return stem.with_name(f"{stem.name}{'.partial' if partial else ''}.{kind.value}")
