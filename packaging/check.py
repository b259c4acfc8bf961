"""Whether a frozen folder may leave the house: nothing unwanted in it, not too large. Run as `check.py FOLDER`."""

import sys
from pathlib import Path

MOST_MEGABYTES = 700
_UNWANTED = ("*nvidia*", "libcud*", "*torch_c*", "libtorch*", "torch", "transformers", "*pytest*", "libgtk*", "*QtQml*")
_PROGRAM = "dabir-desktop"
_UNWANTED_MODULES = {"torch", "transformers", "pytest", "_pytest", "hypothesis", "docx", "tkinter"}


def main(folder: Path) -> int:
    """Prints the size and what is wrong; gives the exit code."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    unwanted = sorted({path for pattern in _UNWANTED for path in folder.rglob(pattern)})
    unwanted += [Path(f"module {name}") for name in sorted(_frozen_modules(folder) & _UNWANTED_MODULES)]
    print(f"{folder}: {len(files)} files, {megabytes:.0f} MB")
    for path in unwanted:
        print(f"not wanted: {path}")
    if megabytes > MOST_MEGABYTES:
        print(f"more than {MOST_MEGABYTES} MB")
    return int(not files or bool(unwanted) or megabytes > MOST_MEGABYTES)


def _frozen_modules(folder: Path) -> set[str]:
    """The packages that lie in the program itself, in an archive of PyInstaller's."""
    from PyInstaller.archive.readers import CArchiveReader

    program = next(path for path in (folder / _PROGRAM, folder / f"{_PROGRAM}.exe") if path.is_file())
    archive = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    return {name.partition(".")[0] for name in archive.toc}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
