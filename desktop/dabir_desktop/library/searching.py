"""The search over all items: from the newest to the oldest, in each from its beginning to its end."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from dabir_desktop.library.items import Hit, ItemId, Snippet, Spot
from dabir_desktop.library.snippets import first_sign, holds_all, places, snippet
from dabir_desktop.library.wanted import Wanted, loosely, wanted

MOST_HITS: Final = 200
"""More than anybody reads; who sees so many types another word."""
MOST_OF_ITEM: Final = 20
_ASKED_LETTERS: Final = 400

_ITEMS = """
SELECT items.id, items.title, bodies.body FROM found
JOIN items ON items.id = found.rowid JOIN bodies ON bodies.item = found.rowid
WHERE found MATCH ? AND items.removed IS NULL ORDER BY found.rowid DESC
"""
_SEGMENTS = "SELECT start, text FROM segments WHERE item = ?1 AND position BETWEEN ?2 AND ?2 + 1 ORDER BY position"
_FIRST_LINE = "SELECT first_line FROM items WHERE id = ?"


def search(connection: sqlite3.Connection, asked: str) -> tuple[Hit, ...]:
    """The hits, at most `MOST_HITS`, of an item at most `MOST_OF_ITEM`. Raises: sqlite3.Error."""
    exact = wanted(asked[:_ASKED_LETTERS])
    if not exact.query:
        return ()
    hits = tuple(islice(_hits(connection, exact), MOST_HITS))
    loose = None if hits else loosely(asked[:_ASKED_LETTERS])
    return tuple(islice(_hits(connection, loose), MOST_HITS)) if loose else hits


def _hits(connection: sqlite3.Connection, asked: Wanted) -> Iterator[Hit]:
    for item, title, body in connection.execute(_ITEMS, (asked.query,)):
        found = places(asked, body)
        if not found:
            yield _hit_of_title(connection, item, title)
        for position in found[:MOST_OF_ITEM]:
            yield _hit(asked, item, connection.execute(_SEGMENTS, (item, position)).fetchall())


def _hit(asked: Wanted, item: ItemId, segments: list[tuple[float, str]]) -> Hit:
    """A hit in the first of two segments; what it lacks and the second has is shown with it."""
    start, text = segments[0]
    spot = Spot(start, _first_sign(asked, [text for _, text in segments]))
    alone = snippet(asked, text)
    if len(segments) == 1 or holds_all(asked, text):
        return Hit(item, spot, alone)
    both = snippet(asked, " ".join(text for _, text in segments))
    return Hit(item, spot, both if len(both.marks) > len(alone.marks) else alone)


def _first_sign(asked: Wanted, texts: Sequence[str]) -> int:
    """In the first of two segments; what it has nothing of is a phrase that goes on in the second."""
    alone = first_sign(asked, texts[0])
    return alone if alone is not None else first_sign(asked, " ".join(texts)) or 0


def _hit_of_title(connection: sqlite3.Connection, item: ItemId, title: str) -> Hit:
    """What was found stands in the title alone, which is shown with the hit; so is how the text begins."""
    (line,) = connection.execute(_FIRST_LINE, (item,)).fetchone()
    return Hit(item, Spot(0.0), Snippet(line or title, ()))
