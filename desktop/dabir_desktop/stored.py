"""What Dabir keeps on this machine, where, and how much it is: for the page on privacy. Pure but for looking.

Everything that we write lies in one of these folders; nothing leaves the machine. Sizes are those of the files as they
are read, in units of a thousand, as shops and most systems count disks.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dabir_core.paths import cache_folder, journal_file, models_folder, recordings_folder
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language
from dabir_core.text.digits import Digits, with_digits
from dabir_desktop.library import library_file


class Stored(Enum):
    """What is kept, in the order in which it matters to people."""

    RECORDINGS = "recordings"
    LIBRARY = "library"
    UNFINISHED = "unfinished"
    MODELS = "models"
    CACHE = "cache"


WHAT: Final[Mapping[Stored, Phrase]] = MappingProxyType(
    {
        Stored.RECORDINGS: Phrase(en="What you recorded", fa="آنچه ضبط کرده‌اید"),
        Stored.LIBRARY: Phrase(en="Texts, and the sounds kept with them", fa="متن‌ها و صداهایی که همراهشان مانده است"),
        Stored.UNFINISHED: Phrase(
            en="Finished parts of unfinished work, kept for two weeks",
            fa="بخش‌های آمادهٔ کارهای ناتمام، تا دو هفته",
        ),
        Stored.MODELS: Phrase(en="Models", fa="مدل‌ها"),
        Stored.CACHE: Phrase(
            en="What can be made again at any time", fa="چیزهایی که هر وقت لازم شود دوباره ساخته می‌شود"
        ),
    }
)
_UNITS: Final[Sequence[Phrase]] = (
    Phrase(en="{size} kB", fa="{size} کیلوبایت"),
    Phrase(en="{size} MB", fa="{size} مگابایت"),
    Phrase(en="{size} GB", fa="{size} گیگابایت"),
)
_THOUSAND: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is kept in a folder, and in how many files; zero of both where the folder is absent."""

    what: Stored
    folder: Path
    size_bytes: int
    files: int


def folders() -> Mapping[Stored, Path]:
    """Where each is kept, by the settings of now."""
    return MappingProxyType(
        {
            Stored.RECORDINGS: recordings_folder(),
            Stored.LIBRARY: library_file().parent,
            Stored.UNFINISHED: journal_file().parent,
            Stored.MODELS: models_folder(),
            Stored.CACHE: cache_folder(),
        }
    )


def amounts(where: Mapping[Stored, Path]) -> list[Amount]:
    """How much there is of each. Thousands of files take a while: not for the window's thread."""
    return [_amount(what, folder) for what, folder in where.items()]


def empty(folder: Path) -> int:
    """Deletes all that lies in a folder of ours, for who wants nothing kept; gives how many files are left.

    Links are deleted, not what they lead to. The library is not emptied so but by `Library.erase`, which holds it open.
    """
    for parent, folders_inside, names in os.walk(folder, topdown=False):
        for name in names:
            with suppress(OSError):
                Path(parent, name).unlink()
        for name in folders_inside:
            inside = Path(parent, name)
            with suppress(OSError):
                inside.unlink() if inside.is_symlink() else inside.rmdir()
    return sum(1 for _ in _sizes(folder))


def size_text(size_bytes: int, language: Language) -> str:
    """«۱۲٫۵ مگابایت», “12.5 MB”: in the unit that leaves up to three digits, with one more below ten."""
    size = size_bytes / _THOUSAND
    unit = 0
    while unit < len(_UNITS) - 1 and round(size) >= _THOUSAND:
        size /= _THOUSAND
        unit += 1
    written = f"{size:.1f}".removesuffix(".0") if size < 10 else str(round(size))
    digits = Digits.PERSIAN if language == "fa" else Digits.LATIN
    return _UNITS[unit](language, size=with_digits(written, digits))


def _amount(what: Stored, folder: Path) -> Amount:
    sizes = list(_sizes(folder))
    return Amount(what, folder, sum(sizes), len(sizes))


def _sizes(folder: Path) -> Iterator[int]:
    """Of all files below; links are not followed, and what is closed to us or goes meanwhile is passed over."""
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                yield Path(parent, name).lstat().st_size
            except OSError:
                continue
