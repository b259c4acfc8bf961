"""The library: every recording and transcript, kept, found and had back."""

from dabir_desktop.library.bin import Bin
from dabir_desktop.library.errors import (
    LIBRARY_WORDS,
    SALVAGED,
    SET_ASIDE,
    ItemFileRefused,
    ItemMissing,
    LibraryClosed,
    LibraryDamaged,
    LibraryTooNew,
)
from dabir_desktop.library.items import Hit, Item, ItemId, Keep, Kind, NewItem, Snippet
from dabir_desktop.library.library import Library, library_file
from dabir_desktop.library.portable import export_item, import_item
from dabir_desktop.library.salvage import Salvaged, salvage

__all__ = [
    "LIBRARY_WORDS",
    "SALVAGED",
    "SET_ASIDE",
    "Bin",
    "Hit",
    "Item",
    "ItemFileRefused",
    "ItemId",
    "ItemMissing",
    "Keep",
    "Kind",
    "Library",
    "LibraryClosed",
    "LibraryDamaged",
    "LibraryTooNew",
    "NewItem",
    "Salvaged",
    "Snippet",
    "export_item",
    "import_item",
    "library_file",
    "salvage",
]
