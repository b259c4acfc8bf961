"""Writing an item's text: only what has changed, so that saving each edit of a long transcript stays quick."""

import sqlite3

from dabir_core.transcript import Transcript
from dabir_desktop.folding import fold
from dabir_desktop.library.errors import ItemMissing
from dabir_desktop.library.items import ItemId
from dabir_desktop.library.rows import Body, SegmentRow, first_line, known_lines, to_body, to_head, to_rows


def store(connection: sqlite3.Connection, item: ItemId, transcript: Transcript) -> None:
    """Makes the item's text that of the transcript, within a transaction. Raises: ItemMissing."""
    fields = (transcript.duration, transcript.model, transcript.language, first_line(transcript), to_head(transcript))
    changed = connection.execute(
        "UPDATE items SET duration = ?, model = ?, language = ?, first_line = ?, head = ? WHERE id = ?", (*fields, item)
    )
    if not changed.rowcount:
        raise ItemMissing(str(item))
    old = stored_segments(connection, item)
    new = to_rows(transcript.segments)
    _store_segments(connection, item, old=old, new=new)
    _store_body(connection, item, old=[row.text for row in old], new=[row.text for row in new])


def store_title(connection: sqlite3.Connection, item: ItemId, title: str) -> None:
    """Gives the item that title, within a transaction. Raises: ItemMissing."""
    if not connection.execute("UPDATE items SET title = ? WHERE id = ?", (title, item)).rowcount:
        raise ItemMissing(str(item))
    connection.execute("UPDATE bodies SET title = ? WHERE item = ?", (fold(title), item))


def stored_segments(connection: sqlite3.Connection, item: ItemId) -> list[SegmentRow]:
    """The item's segments as they are stored, in order."""
    query = "SELECT start, text, rest FROM segments WHERE item = ? ORDER BY position"
    return [SegmentRow(*row) for row in connection.execute(query, (item,))]


def _store_segments(
    connection: sqlite3.Connection, item: ItemId, *, old: list[SegmentRow], new: list[SegmentRow]
) -> None:
    connection.execute("DELETE FROM segments WHERE item = ? AND position >= ?", (item, len(new)))
    changed = [at for at, row in enumerate(new) if at >= len(old) or row != old[at]]
    connection.executemany(
        "INSERT INTO segments (item, position, start, text, rest) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (item, position)"
        " DO UPDATE SET start = excluded.start, text = excluded.text, rest = excluded.rest",
        [(item, at, new[at].start, new[at].text, new[at].rest) for at in changed],
    )


def _store_body(connection: sqlite3.Connection, item: ItemId, *, old: list[str], new: list[str]) -> None:
    if old == new:
        return
    stored = Body(*connection.execute("SELECT body, inner FROM bodies WHERE item = ?", (item,)).fetchone())
    body = to_body(new, known_lines(old, stored))
    if body != stored:
        connection.execute("UPDATE bodies SET body = ?, inner = ? WHERE item = ?", (body.lines, body.inner, item))
