"""What a disk refuses while a set is written, as an error that a person can act on; and files that are whole or not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dabir_core.errors import OutputError


@contextmanager
def writing_into(place: Path) -> Iterator[None]:
    """Inside, what the disk refuses becomes OutputError about this place; sources have errors of their own."""
    try:
        yield
    except (OSError, sqlite3.Error) as cause:
        raise OutputError(str(place), detail=str(cause)) from cause


def replace_text(path: Path, text: str) -> None:
    """Writes a file that is there as a whole or as it was before."""
    half = path.with_name(f"{path.name}.half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)
