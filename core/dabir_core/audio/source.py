"""What can be said of a file before any decoder touches it."""

from pathlib import Path

from dabir_core.errors import EmptySource, SourceIsFolder, SourceMissing, SourceUnreadable


def check_source(path: Path) -> None:
    """Makes sure that `path` is a regular file with something in it that we may read.

    Raises: SourceMissing, SourceIsFolder, SourceUnreadable (no permission, or a pipe or device), EmptySource.
    """
    try:
        if path.is_dir():
            raise SourceIsFolder(str(path))
        if path.exists() and not path.is_file():
            raise SourceUnreadable(str(path), detail="neither a file nor a folder")  # a pipe would block for ever
        with path.open("rb") as file:
            if not file.read(1):
                raise EmptySource(str(path))
    except FileNotFoundError as cause:
        raise SourceMissing(str(path)) from cause
    except (OSError, ValueError) as cause:  # ValueError: a null character in the name
        raise SourceUnreadable(str(path), detail=str(cause)) from cause
