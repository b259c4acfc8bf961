"""Which sounds came together as an album, which message lists them, and how far each is.

Telegram sends an album as updates of their own that share a media group, so that the first of them opens the list and
the others join it, in whatever process they are dealt with.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select, update

from dabir_bot.database import Database
from dabir_bot.orders import Order
from dabir_bot.store.people import PersonKey
from dabir_bot.store.tables import ALBUM_ITEMS, ALBUMS


class ItemState(StrEnum):
    """How far a sound of an album is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self in (ItemState.DONE, ItemState.FAILED)


@dataclass(frozen=True, slots=True)
class AlbumItem:
    """One sound of an album; `update` and `number` are its order's, `name` what its sender called it, or nothing."""

    update: int
    number: int
    name: str
    state: ItemState


@dataclass(frozen=True, slots=True)
class Albums:
    """All albums. Every method raises DatabaseClosed where the database cannot be used."""

    database: Database
    key: PersonKey

    def join(self, order: Order) -> bool:
        """Adds a sound to its album. Returns whether it is the first, whose turn it is to send the list."""
        album = {"chat": order.chat, "album": order.album}
        opened = self.database.insert(ALBUMS).values(**album, board=0, made_at=time.time())
        item = {"message": order.message, "number": order.number, "update_id": order.update, "name": order.name}
        speaker = self.key.hashed(order.speaker)
        joined = self.database.insert(ALBUM_ITEMS).values(**album, **item, speaker=speaker, state=ItemState.WAITING)
        with self.database.begin() as connection:
            opening = opened.on_conflict_do_nothing().returning(ALBUMS.c.album)
            is_first = connection.execute(opening).first() is not None
            connection.execute(joined.on_conflict_do_nothing())
        return is_first

    def board(self, order: Order) -> int:
        """The message that lists the order's album; 0 while there is none."""
        query = select(ALBUMS.c.board).where(ALBUMS.c.chat == order.chat, ALBUMS.c.album == order.album)
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one_or_none() or 0

    def list_in(self, order: Order, message_id: int) -> None:
        """Notes the message that lists the order's album."""
        where = (ALBUMS.c.chat == order.chat) & (ALBUMS.c.album == order.album)
        with self.database.begin() as connection:
            connection.execute(update(ALBUMS).where(where).values(board=message_id))

    def turn(self, order: Order, state: ItemState) -> bool:
        """Notes how far a sound is. Returns whether that is new."""
        where = (
            (ALBUM_ITEMS.c.chat == order.chat)
            & (ALBUM_ITEMS.c.album == order.album)
            & (ALBUM_ITEMS.c.message == order.message)
            & (ALBUM_ITEMS.c.number == order.number)
            & (ALBUM_ITEMS.c.state != state)
        )
        with self.database.begin() as connection:
            return connection.execute(update(ALBUM_ITEMS).where(where).values(state=state)).rowcount > 0

    def items(self, chat: int, album: str) -> list[AlbumItem]:
        """An album's sounds, in the order in which they were sent."""
        query = (
            select(ALBUM_ITEMS)
            .where(ALBUM_ITEMS.c.chat == chat, ALBUM_ITEMS.c.album == album)
            .order_by(ALBUM_ITEMS.c.message, ALBUM_ITEMS.c.number)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return [AlbumItem(row.update_id, row.number, row.name, ItemState(row.state)) for row in rows]

    def sweep(self, before: float, *, sparing: Collection[str] = ()) -> int:
        """Forgets albums that came before that time, but for those with one of the jobs `sparing`. Returns how many."""
        old = select(ALBUMS.c.chat, ALBUMS.c.album).where(ALBUMS.c.made_at < before)
        of_album = (ALBUM_ITEMS.c.chat == ALBUMS.c.chat) & (ALBUM_ITEMS.c.album == ALBUMS.c.album)
        items = select(ALBUM_ITEMS).join(ALBUMS, of_album).where(ALBUMS.c.made_at < before)
        with self.database.begin() as connection:
            rows = connection.execute(items).all()
            spared = {(row.chat, row.album) for row in rows if f"{row.update_id}.{row.number}" in sparing}
            gone = [album for album in connection.execute(old).all() if tuple(album) not in spared]
            for chat, album in gone:
                for table in (ALBUM_ITEMS, ALBUMS):
                    connection.execute(delete(table).where(table.c.chat == chat, table.c.album == album))
        return len(gone)

    def forget_chat(self, chat: int) -> None:
        """Forgets a chat's albums."""
        with self.database.begin() as connection:
            for table in (ALBUM_ITEMS, ALBUMS):
                connection.execute(delete(table).where(table.c.chat == chat))

    def forget(self, person: int) -> None:
        """Forgets the albums of a person's private chat, which has the person's id, and the person's in others."""
        self.forget_chat(person)
        with self.database.begin() as connection:
            connection.execute(delete(ALBUM_ITEMS).where(ALBUM_ITEMS.c.speaker == self.key.hashed(person)))
