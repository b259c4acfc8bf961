"""The bot's tables, the same in both dialects, and how they came about.

Each of `STEPS` leads from one version of the tables to the next; `schema_version` counts those that were taken. A step
that stands in a release is never changed: the first must then make its tables from a copy of their own.
Times are seconds since 1970. `person` and `speaker` are keyed hashes that `people.PersonKey` makes; bodies in `inbox`
are what Telegram sent.
"""

from collections.abc import Callable
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
    update,
)

from dabir_bot.database import Database
from dabir_bot.errors import DatabaseTooNew

TABLES: Final = MetaData()

_ROW_ID: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts by itself only in a column of type INTEGER."""

VERSION: Final = Table("bot_schema_version", TABLES, Column("schema_version", Integer, nullable=False))

SECRETS: Final = Table(
    "bot_secrets",
    TABLES,
    Column("name", String(40), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)

INBOX: Final = Table(
    "bot_inbox",
    TABLES,
    Column("bot", BigInteger, primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("body", Text),
    Column("state", String(10), nullable=False),
    Column("why", String(200), nullable=False, default=""),
    Column("kept_at", Float, nullable=False),
    Index("bot_inbox_waiting", "bot", "state", "update_id"),
)
"""`state` is waiting, done or aside."""

OFFSETS: Final = Table(
    "bot_offsets",
    TABLES,
    Column("bot", BigInteger, primary_key=True),
    Column("next_offset", BigInteger, nullable=False),
    Column("kept_at", Float, nullable=False),
)

CHATS: Final = Table(
    "bot_chats",
    TABLES,
    Column("chat", BigInteger, primary_key=True),
    Column("language", String(10)),
    Column("speaks", String(2)),
    Column("everything", Boolean, nullable=False),
    Column("timestamps", Boolean, nullable=False),
)

PEOPLE: Final = Table(
    "bot_people",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("standing", String(10), nullable=False),
)

SPENDING: Final = Table(
    "bot_spending",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("order_key", String(64), primary_key=True),
    Column("seconds", Float, nullable=False),
    Index("bot_spending_day", "day"),
)

ANSWERS: Final = Table(
    "bot_answers",
    TABLES,
    Column("id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("identity", String(100), nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False),
    Column("person", String(64), nullable=False),
    Column("speaker", String(64), nullable=False),
    Column("sound_key", String(64), nullable=False),
    Column("language", String(10), nullable=False),
    Column("task", String(20), nullable=False),
    Column("order_json", Text, nullable=False),
    Column("transcript_json", Text, nullable=False),
    Column("made_at", Float, nullable=False),
    Index("bot_answers_of_chat", "chat", "made_at"),
    Index("bot_answers_of_person", "person"),
    Index("bot_answers_of_speaker", "speaker"),
    Index("bot_answers_made", "made_at"),
)

DELIVERED: Final = Table(
    "bot_delivered",
    TABLES,
    Column("chat", BigInteger, primary_key=True),
    Column("message", BigInteger, primary_key=True),
    Column("answer", _ROW_ID, nullable=False, index=True),
    Column("part", Integer, nullable=False),
)

COUNTS: Final = Table(
    "bot_counts",
    TABLES,
    Column("day", String(10), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("amount", Float, nullable=False),
)

ALBUMS: Final = Table(
    "bot_albums",
    TABLES,
    Column("chat", BigInteger, primary_key=True),
    Column("album", String(40), primary_key=True),
    Column("board", BigInteger, nullable=False),
    Column("made_at", Float, nullable=False),
    Index("bot_albums_made", "made_at"),
)
"""`board` is the message that lists the album's sounds, 0 until it is sent."""

ALBUM_ITEMS: Final = Table(
    "bot_album_items",
    TABLES,
    Column("chat", BigInteger, primary_key=True),
    Column("album", String(40), primary_key=True),
    Column("message", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("update_id", BigInteger, nullable=False),
    Column("speaker", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("state", String(10), nullable=False),
)


def _first(connection: Connection) -> None:
    TABLES.create_all(connection)


STEPS: Final[tuple[Callable[[Connection], None], ...]] = (_first,)
_STARTING: Final = 0x0DAB1B07
"""PostgreSQL's number of the lock under which one process at a time looks after the tables."""


def prepare(database: Database) -> None:
    """Makes the tables, or brings them to our version. Raises: DatabaseTooNew, DatabaseClosed."""
    with database.begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_STARTING})")
        version = _version(connection)
        if version > len(STEPS):
            raise DatabaseTooNew(detail=f"version {version}, ours is {len(STEPS)}")
        for step in STEPS[version:]:
            step(connection)
        if version == 0:
            connection.execute(insert(VERSION).values(schema_version=len(STEPS)))
        elif version < len(STEPS):
            connection.execute(update(VERSION).values(schema_version=len(STEPS)))


def _version(connection: Connection) -> int:
    """0 for a database without our tables."""
    if not inspect(connection).has_table(VERSION.name):
        return 0
    return int(connection.execute(select(VERSION.c.schema_version)).scalar_one())
