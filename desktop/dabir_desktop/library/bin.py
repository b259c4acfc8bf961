"""Items that were deleted, until they are deleted for good.

To delete an item is one key, so it must be as easy to take back: at once, by the button that the window shows, and for
thirty days from the list of what was deleted, as people know it from the notes, photos and voice memos of their phones.
Recordings cannot be made again, and lost ones are what users of such apps complain of most. Nothing moves on the disk
meanwhile: to be in the bin is a mark on the item, so that neither a full disk nor a `kill -9` can come in between. Who
deletes for privacy's sake deletes for good, or everything (`Library.erase`): then text, sound and index are overwritten
or gone at once.
"""

import time
from typing import Final

from dabir_desktop.library.database import Database
from dabir_desktop.library.items import ItemId
from dabir_desktop.library.sounds import Sounds

KEEP_DAYS: Final = 30.0
_DAY_SECONDS: Final = 86_400


class Bin:
    """What was deleted and can be had back. All methods raise LibraryClosed, LibraryDamaged."""

    def __init__(self, database: Database, sounds: Sounds) -> None:
        self._database = database
        self._sounds = sounds

    def put(self, item: ItemId) -> None:
        """Deletes an item so that it can be had back; one that is not there any more is passed over."""
        with self._database.writing() as connection:
            connection.execute("UPDATE items SET removed = ? WHERE id = ?", (time.time(), item))

    def restore(self, item: ItemId) -> None:
        """Has it back where it was."""
        with self._database.writing() as connection:
            connection.execute("UPDATE items SET removed = NULL WHERE id = ?", (item,))

    def ids(self) -> list[ItemId]:
        """What is in the bin, the newest first, as in the library."""
        with self._database.reading() as connection:
            query = "SELECT id FROM items WHERE removed IS NOT NULL ORDER BY id DESC"
            return [item for (item,) in connection.execute(query)]

    def destroy(self, item: ItemId) -> None:
        """Deletes an item of the bin for good, with its sound if that is ours."""
        self._destroy("removed IS NOT NULL AND id = ?", item)

    def empty(self, *, days: float = 0.0) -> None:
        """Deletes for good all that has been in the bin for so many days."""
        self._destroy("removed <= ?", time.time() - days * _DAY_SECONDS)

    def _destroy(self, where: str, value: float) -> None:
        with self._database.writing() as connection:
            sounds = self._sounds.ours(connection, where, value)
            gone = connection.execute(f"DELETE FROM items WHERE {where}", (value,)).rowcount
            self._sounds.give_up(connection, sounds)
        if gone:
            self._database.forget_deleted()
        self._sounds.sweep()
