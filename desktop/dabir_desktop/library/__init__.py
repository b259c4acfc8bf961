"""The library: every recording and transcript, kept, found and had back."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
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
    from dabir_desktop.library.items import Hit, Item, ItemId, Keep, Kind, NewItem, Snippet, Spot
    from dabir_desktop.library.library import Library, library_file
    from dabir_desktop.library.portable import export_item, import_item
    from dabir_desktop.library.salvaging import Salvaged, salvage
else:
    __getattr__ = late_names(
        __name__,
        {
            "library.bin": "Bin",
            "library.errors": "LIBRARY_WORDS SALVAGED SET_ASIDE ItemFileRefused ItemMissing LibraryClosed "
            "LibraryDamaged LibraryTooNew",
            "library.items": "Hit Item ItemId Keep Kind NewItem Snippet Spot",
            "library.library": "Library library_file",
            "library.portable": "export_item import_item",
            "library.salvaging": "Salvaged salvage",
        },
    )

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
    "Spot",
    "export_item",
    "import_item",
    "library_file",
    "salvage",
]
