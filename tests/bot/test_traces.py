"""What PostgreSQL keeps beside rows: nothing of what people say, after a rewrite."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from dabir_bot.orders import Order, SoundKind
from dabir_bot.store import Store
from dabir_core import Segment, Transcript
from tests.bot.postgres import Cluster

SAID, NAME = "جملهٔ یگانه‌ای که کسی گفت", "نامهٔ یگانه.mp3"
ORDER = Order(1, 7, 3, 7, SoundKind.AUDIO, name=NAME)


@pytest.fixture
def kept(postgres_url: str) -> Iterator[Store]:
    """A hundred answers, which were sampled."""
    store = Store.open(postgres_url, bot=1)
    store.database.withhold()
    for update in range(100):
        said = Transcript((Segment(0.0, 1.0, f"{SAID} {update}", "fa"),), 1.0, "fa", 1.0, "demo")
        store.answers.keep(replace(ORDER, update=update), said)
    with store.database.begin() as connection:
        connection.execute(text("ANALYZE"))
    yield store
    store.close()


def files_with(cluster: Cluster, word: str) -> list[Path]:
    return [path for path in cluster.files() if word.encode() in path.read_bytes()]


def test_no_sample_holds_what_people_say(kept: Store) -> None:
    with kept.database.reading() as connection:
        samples = connection.execute(text("SELECT attname FROM pg_stats WHERE tablename = 'bot_answers'")).scalars()
        assert "task" in (sampled := set(samples))
    assert not sampled & {"order_json", "transcript_json", "identity", "chat"}


def test_deleted_rows_leave_no_byte_in_tables(kept: Store, postgres: Cluster) -> None:
    kept.answers.keep(replace(ORDER, update=200, chat=8, person=8), Transcript((), 1.0, "fa", 1.0, "demo"))
    assert files_with(postgres, SAID)
    kept.answers.forget(7)
    kept.database.scrub()
    assert files_with(postgres, SAID) == []
    with kept.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM bot_answers")).scalar_one() == 1


def test_withholding_again_changes_nothing(kept: Store) -> None:
    kept.database.withhold()


def test_rows_that_an_older_reader_might_see_are_waited_for(kept: Store, postgres: Cluster) -> None:
    with ThreadPoolExecutor() as threads:
        with kept.database.reading() as older:
            older.execute(text("SELECT count(*) FROM bot_answers"))
            kept.answers.forget(7)
            scrubbed = threads.submit(kept.database.scrub)
            assert files_with(postgres, SAID)
        scrubbed.result(60)
    assert files_with(postgres, SAID) == []
