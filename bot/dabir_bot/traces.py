"""Where PostgreSQL keeps the bytes of rows beside the rows: dead ones in their pages, samples for its planner.

Plain VACUUM frees the room of dead rows without overwriting it, and ANALYZE copies values into pg_statistic, where they
outlive their rows. VACUUM FULL too keeps rows that an older transaction might still read, so that it waits for those.
The server's write-ahead log and backups are the server's business. Only our own tables and DBOS's are touched: the
database may be shared.
Source: postgresql.org/docs, «VACUUM», FULL; «ALTER TABLE», SET STATISTICS; «pg_statistic».
"""

import time
from typing import Final

from sqlalchemy import Connection

_LOCK_MS: Final = 15_000
_PATIENCE: Final = 30.0
_OLDER: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < %s
"""
_WITHHOLDING: Final = 0x0DAB1B08
"""Number of the lock under which one process at a time changes how tables are sampled."""
_OURS: Final = """
    relkind = 'r' AND (relnamespace = to_regnamespace('dbos')
        OR (relnamespace = to_regnamespace(current_schema()) AND starts_with(relname, 'bot_')))
"""
_TABLES: Final = f"SELECT oid::regclass::text FROM pg_class WHERE {_OURS}"
_SAMPLED: Final = f"""
    SELECT attrelid::regclass::text, quote_ident(attname)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE {_OURS} AND attnum > 0 AND NOT attisdropped AND attstattarget IS DISTINCT FROM 0
        AND attname IN ('body', 'identity', 'chat', 'name', 'order_json', 'transcript_json',
                        'inputs', 'output', 'error', 'authenticated_user', 'attributes')
"""


def rewrite(connection: Connection) -> None:
    """Writes the tables anew without dead rows; each is closed to all for the moment that this takes.

    To be called outside of transactions. Raises: OperationalError where a table stays in use for too long,
    TimeoutError where somebody reads old rows for too long.
    """
    _outlast(connection)
    connection.exec_driver_sql(f"SET lock_timeout = {_LOCK_MS}")
    try:
        for table in connection.exec_driver_sql(_TABLES).scalars().all():
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")
    finally:
        connection.exec_driver_sql("RESET lock_timeout")


def _outlast(connection: Connection) -> None:
    """Waits for the end of all transactions that began before now."""
    now = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    deadline = time.monotonic() + _PATIENCE
    while connection.exec_driver_sql(_OLDER, (now,)).scalar_one():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)


def withhold(connection: Connection) -> None:
    """Has no samples taken of texts, names and ids; queries that find rows by them have their indexes."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WITHHOLDING})")
    for table, column in connection.exec_driver_sql(_SAMPLED).all():
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
