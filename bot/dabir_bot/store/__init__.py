"""What the bot remembers, in the database of its jobs: SQLite on one machine, PostgreSQL on many."""

__all__: list[str] = []
