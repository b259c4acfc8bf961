"""What the bot's tests share: a private PostgreSQL, databases in both dialects, a server and somebody who talks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from dabir_bot.store import Store
from dabir_bot.store.tables import TABLES
from tests.bot.postgres import Cluster
from tests.bot.talk_room import person, server

__all__ = ["person", "server"]


@pytest.fixture(scope="session", autouse=True)
def _durations_as_the_bot_has_them() -> Iterator[None]:
    """As `app.run` does, or the library warns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PTB_TIMEDELTA", "true")
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The server, started when the first test wants it."""
    cluster = Cluster()
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    url = postgres.database()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the test's own, in each dialect in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def postgres_store(postgres: Cluster) -> Iterator[Store]:
    """One store for all tests: making its tables takes longer than a test does."""
    opened = Store.open(postgres.database(), bot=1)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store in each dialect in turn, of the bot with the id 1."""
    if request.param == "sqlite":
        opened = Store.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}", bot=1)
        yield opened
        opened.close()
        return
    shared: Store = request.getfixturevalue("postgres_store")
    yield shared
    with shared.database.begin() as connection:
        for table in TABLES.tables.values():
            if table.name not in {"bot_schema_version", "bot_secrets"}:
                connection.execute(delete(table))
