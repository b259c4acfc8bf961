"""Whether a frozen folder may leave the house: no CUDA, no torch, not too large. Run as `check.py FOLDER`."""

import sys
from pathlib import Path

MOST_MEGABYTES = 700
_UNWANTED = ("*nvidia*", "libcud*", "*torch_c*", "libtorch*", "torch")


def main(folder: Path) -> int:
    """Prints the size and what is wrong; gives the exit code."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    unwanted = sorted({path for pattern in _UNWANTED for path in folder.rglob(pattern)})
    print(f"{folder}: {len(files)} files, {megabytes:.0f} MB")
    for path in unwanted:
        print(f"not wanted: {path}")
    if megabytes > MOST_MEGABYTES:
        print(f"more than {MOST_MEGABYTES} MB")
    return int(not files or bool(unwanted) or megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
