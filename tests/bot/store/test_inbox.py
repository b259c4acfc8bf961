"""The inbox in both dialects: nothing is lost, nothing comes twice, nothing stays longer than it must."""

import pytest
from sqlalchemy import text

from dabir_bot.store import SCRUB_OWED, State, Store
from dabir_bot.store.inbox import Inbox

DAY = 86_400.0


def note(update_id: int, *, person: int = 7, words: str = "hello") -> dict[str, object]:
    return {"update_id": update_id, "message": {"from": {"id": person}, "chat": {"id": person}, "text": words}}


def bodies(store: Store) -> list[str]:
    with store.database.reading() as connection:
        return [body for body in connection.execute(text("SELECT body FROM bot_inbox")).scalars() if body]


def test_what_is_kept_waits_in_the_order_of_its_ids(store: Store) -> None:
    store.inbox.keep([note(6), note(5)], now=100.0)
    store.inbox.keep([note(9, words="سلام")], now=101.0)
    waiting = store.inbox.waiting()
    assert [each.update_id for each in waiting] == [5, 6, 9]
    assert waiting[2].body == note(9, words="سلام")
    assert waiting[2].kept_at == 101.0
    assert [each.update_id for each in store.inbox.waiting(limit=2)] == [5, 6]


def test_the_offset_follows_the_last_batch(store: Store) -> None:
    assert store.inbox.next_offset() == 0
    store.inbox.keep([note(5), note(6)], now=100.0)
    assert store.inbox.next_offset(now=101.0) == 7


def test_nothing_kept_moves_nothing(store: Store) -> None:
    assert store.inbox.keep([]) == 0
    assert store.inbox.next_offset() == 0


def test_an_update_that_comes_twice_waits_once(store: Store) -> None:
    store.inbox.keep([note(5)])
    store.inbox.keep([note(5), note(6)])
    assert [each.update_id for each in store.inbox.waiting()] == [5, 6]
    store.inbox.done(5)
    store.inbox.keep([note(5)])
    assert [each.update_id for each in store.inbox.waiting()] == [6]


def test_what_is_done_loses_its_body(store: Store) -> None:
    store.inbox.keep([note(5, words="secret")])
    store.inbox.done(5)
    assert bodies(store) == []
    assert (store.inbox.count(), store.inbox.count(State.DONE)) == (0, 1)


def test_what_is_set_aside_blocks_nothing_and_stays(store: Store) -> None:
    store.inbox.keep([note(5), note(6)])
    store.inbox.set_aside(5, "KeyError" * 100)
    assert [each.update_id for each in store.inbox.waiting()] == [6]
    assert store.inbox.count(State.ASIDE) == 1
    assert len(bodies(store)) == 2


def test_sweeping_takes_what_is_old_and_does_not_wait(store: Store) -> None:
    store.inbox.keep([note(1), note(2), note(3)], now=100.0)
    store.inbox.keep([note(4)], now=200.0)
    store.inbox.done(1)
    store.inbox.set_aside(2, "strange")
    store.inbox.done(4)
    assert store.inbox.sweep(before=150.0) == 2
    assert [each.update_id for each in store.inbox.waiting()] == [3]
    assert store.inbox.count(State.DONE) == 1
    assert store.inbox.next_offset(now=201.0) == 5


def test_a_clock_that_went_back_cannot_tell_a_silence(store: Store) -> None:
    store.inbox.keep([note(900)], now=30 * DAY)
    assert store.inbox.next_offset(now=29 * DAY) == 0
    store.inbox.keep([note(12)], now=29 * DAY)
    assert store.inbox.next_offset(now=29 * DAY) == 13


def test_after_a_week_of_silence_ids_may_start_anew(store: Store) -> None:
    store.inbox.keep([note(900)], now=0.0)
    store.inbox.done(900)
    assert store.inbox.next_offset(now=7 * DAY) == 0
    store.inbox.keep([note(12)], now=7 * DAY)
    assert store.inbox.next_offset(now=7 * DAY) == 13
    assert [each.update_id for each in store.inbox.waiting()] == [12]


def test_an_old_id_that_comes_again_after_a_week_is_a_new_update(store: Store) -> None:
    store.inbox.keep([note(900)], now=0.0)
    store.inbox.done(900)
    store.inbox.keep([note(900, words="new")], now=7 * DAY)
    assert [each.body for each in store.inbox.waiting()] == [note(900, words="new")]


def test_each_bot_has_its_own_updates_and_offset(store: Store) -> None:
    other = Inbox(store.database, 2)
    store.inbox.keep([note(900)])
    other.keep([note(5)])
    assert (store.inbox.next_offset(), other.next_offset()) == (901, 6)
    assert [each.update_id for each in other.waiting()] == [5]
    other.done(900)
    assert [each.update_id for each in store.inbox.waiting()] == [900]


def test_forgetting_a_person_drops_what_came_before_and_leaves_what_came_later(store: Store) -> None:
    quoted = {"update_id": 3, "message": {"from": {"id": 8}, "reply_to_message": {"from": {"id": 7}}}}
    listed = {"update_id": 4, "strange": [{"deep": [{"id": 7}]}]}
    store.inbox.keep([note(1, person=7), note(2, person=8), quoted, listed, note(5, person=7)])
    store.inbox.set_aside(4, "strange")
    store.inbox.forget(7, before=5)
    assert [each.update_id for each in store.inbox.waiting()] == [2, 5]
    assert [number for number in range(1, 6) if store.inbox.waits(number)] == [2, 5]
    assert len(bodies(store)) == 2
    store.inbox.done(3)
    assert store.inbox.count(State.DONE) == 3


def test_an_update_that_is_stripped_waits_and_says_nothing_of_anybody(store: Store) -> None:
    store.inbox.keep([note(4, person=987_654), note(5, person=987_654, words="secret")])
    store.inbox.done(4)
    for number in (4, 5):
        store.inbox.strip(number)
    assert [each.body for each in store.inbox.waiting()] == [{"update_id": 5, SCRUB_OWED: True}]
    assert not any("secret" in body or "987654" in body for body in bodies(store))


@pytest.mark.parametrize("strange", [{}, {"update_id": None}, {"update_id": []}])
def test_what_is_no_update_keeps_nothing_of_its_batch(store: Store, strange: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        store.inbox.keep([note(1), strange])
    assert store.inbox.waiting() == []


def test_text_that_no_database_takes_as_it_is_is_kept(store: Store) -> None:
    strange = note(5, words="half \ud83d, zero \x00")
    store.inbox.keep([strange])
    assert [each.body for each in store.inbox.waiting()] == [strange]
