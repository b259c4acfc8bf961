"""A small file that is there whole or not at all, whoever reads it meanwhile and whatever ends us."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes the text in UTF-8, with LF on every system; replaces what is there only once all is on the disk.

    Raises: OSError; nothing is left behind then.
    """
    write_whole_bytes(path, text.encode())


def write_whole_bytes(path: Path, content: bytes) -> None:
    """Writes the bytes as they are; replaces what is there only once all is on the disk.

    Raises: OSError; nothing is left behind then.
    """
    # In the same folder, for a rename is atomic within one file system; short, so that the longest name still fits; of
    # a name of its own, so that two who write at once do not meet.
    unfinished = path.with_name(f".dabir-{os.urandom(4).hex()}.part")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a power cut after the rename finds the text
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
