"""Opening the store in both dialects: again, at once from many, and one of a later Dabir."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from dabir_bot.errors import DatabaseTooNew
from dabir_bot.store import Store
from dabir_bot.store.tables import STEPS


def test_a_store_opened_again_knows_what_it_knew(database_url: str) -> None:
    store = Store.open(database_url, bot=1)
    store.people.ban(5)
    hashed = store.hashed(5)
    store.close()
    again = Store.open(database_url, bot=1)
    assert again.hashed(5) == hashed
    assert again.people.standing(5) == "banned"
    again.close()


def test_many_that_open_a_new_store_at_once_agree(database_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: Store.open(database_url), range(6)))
    assert len({store.hashed(5) for store in stores}) == 1
    with stores[0].database.reading() as connection:
        assert connection.execute(text("SELECT schema_version FROM bot_schema_version")).scalars().all() == [len(STEPS)]
    for store in stores:
        store.close()


def test_a_store_of_a_later_dabir_is_refused_and_left_alone(database_url: str) -> None:
    store = Store.open(database_url)
    with store.database.begin() as connection:
        connection.execute(text("UPDATE bot_schema_version SET schema_version = 1000"))
    store.close()
    with pytest.raises(DatabaseTooNew):
        Store.open(database_url)
