"""Who is alive, by real locks: files on one machine, advisory locks of a real PostgreSQL."""

from collections.abc import Iterator

import psycopg
import pytest

from dabir_bot.errors import DatabaseClosed
from dabir_bot.job_errors import ExecutorTaken
from dabir_bot.takeover import Liveness, liveness_of
from tests.bot.postgres import Cluster


@pytest.fixture
def first(database_url: str) -> Iterator[Liveness]:
    alive = liveness_of(database_url, "first")
    alive.hold()
    yield alive
    alive.release()


@pytest.fixture
def second(database_url: str) -> Iterator[Liveness]:
    alive = liveness_of(database_url, "second")
    alive.hold()
    yield alive
    alive.release()


def refuse() -> None:
    raise AssertionError("the owner lives")


def test_a_second_process_of_the_same_name_is_refused(first: Liveness, database_url: str) -> None:
    with pytest.raises(ExecutorTaken) as refusal:
        liveness_of(database_url, "first").hold()
    assert refusal.value.subject == "first"


def test_a_process_of_another_name_is_welcome(first: Liveness, second: Liveness) -> None:
    assert not first.take("second", refuse)
    assert not second.take("first", refuse)


def test_what_a_dead_one_left_is_taken_once_it_is_dead(first: Liveness, second: Liveness) -> None:
    done: list[str] = []
    first.release()
    assert second.take("first", lambda: done.append("taken"))
    assert done == ["taken"]


def test_one_that_comes_back_finds_its_lock_free(first: Liveness, second: Liveness) -> None:
    first.release()
    second.take("first", lambda: None)
    first.hold()
    assert not second.take("first", refuse)


def test_a_lock_is_free_again_where_taking_over_failed(first: Liveness, second: Liveness) -> None:
    first.release()
    with pytest.raises(ZeroDivisionError):
        second.take("first", lambda: print(1 // 0))
    first.hold()


def test_keeping_changes_nothing_while_all_is_well(first: Liveness, second: Liveness) -> None:
    first.keep()
    assert not second.take("first", refuse)


def test_a_lost_connection_is_made_again_with_its_lock(postgres: Cluster, postgres_url: str) -> None:
    first, second = liveness_of(postgres_url, "first"), liveness_of(postgres_url, "second")
    first.hold()
    second.hold()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    with pytest.raises(DatabaseClosed):
        second.take("first", refuse)
    second.keep()
    first.keep()
    assert not second.take("first", refuse)
    first.release()
    second.release()


def test_a_server_that_is_away_is_told_as_that() -> None:
    with pytest.raises(DatabaseClosed):
        liveness_of("postgresql://dabir@127.0.0.1:1/none", "first").hold()
