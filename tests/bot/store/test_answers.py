"""Answers in both dialects: kept once, found by message and by sound, and forgotten wholly."""

import json
import time
from dataclasses import replace

import pytest
from sqlalchemy import text

from dabir_bot.orders import Order, SoundKind
from dabir_bot.store import Sought, Store
from dabir_core import Segment, Task, Transcript
from dabir_core.transcript import Origin

ORDER = Order(update=10, chat=7, message=3, person=7, kind=SoundKind.VOICE, file_id="F", file_key="K", name="نامه.mp3")
SOUGHT = Sought("K", "fa", Task.TRANSCRIBE)
TEXT = Transcript((Segment(0.0, 1.5, "سلام دنیا", "fa"),), 1.5, "fa", 1.0, "demo")


def rows(store: Store) -> str:
    with store.database.reading() as connection:
        return str([connection.execute(text(f"SELECT * FROM bot_{name}")).all() for name in ("answers", "delivered")])


def test_an_answer_comes_back_as_it_was(store: Store) -> None:
    id_ = store.answers.keep(ORDER, TEXT)
    answer = store.answers.get(id_)
    assert answer is not None
    assert (answer.order, answer.transcript) == (ORDER, TEXT)


def test_an_order_has_one_answer_however_often_it_is_kept(store: Store) -> None:
    first = store.answers.keep(ORDER, TEXT)
    assert store.answers.keep(ORDER, replace(TEXT, model="other")) == first
    answer = store.answers.get(first)
    assert answer is not None
    assert answer.transcript.model == "demo"


@pytest.mark.parametrize("other", [{"number": 1}, {"update": 11}, {"chat": 8}])
def test_other_orders_have_other_answers(store: Store, other: dict[str, int]) -> None:
    assert store.answers.keep(ORDER, TEXT) != store.answers.keep(replace(ORDER, **other), TEXT)  # type: ignore[arg-type]


def test_the_same_sound_is_found_again_in_the_same_chat_only(store: Store) -> None:
    id_ = store.answers.keep(ORDER, TEXT)
    found = store.answers.cached(7, SOUGHT, since=0.0)
    assert found is not None
    assert found.id == id_
    assert store.answers.cached(8, SOUGHT, since=0.0) is None


@pytest.mark.parametrize(
    "sought",
    [Sought("L", "fa", Task.TRANSCRIBE), Sought("K", None, Task.TRANSCRIBE), Sought("K", "fa", Task.TRANSLATE)],
)
def test_another_wish_is_another_answer(store: Store, sought: Sought) -> None:
    store.answers.keep(ORDER, TEXT)
    assert store.answers.cached(7, sought, since=0.0) is None


def test_a_detected_language_is_a_wish_of_its_own(store: Store) -> None:
    store.answers.keep(replace(ORDER, language=None), TEXT)
    assert store.answers.cached(7, SOUGHT, since=0.0) is None
    assert store.answers.cached(7, Sought("K", None, Task.TRANSCRIBE), since=0.0) is not None


def test_a_sound_without_a_key_is_never_found_again(store: Store) -> None:
    store.answers.keep(replace(ORDER, file_key=""), TEXT)
    assert store.answers.cached(7, Sought("", "fa", Task.TRANSCRIBE), since=0.0) is None


def test_answers_older_than_wanted_are_not_given_again(store: Store) -> None:
    answer = store.answers.get(store.answers.keep(ORDER, TEXT))
    assert answer is not None
    assert store.answers.cached(7, SOUGHT, since=answer.made_at + 1) is None


def test_the_messages_of_an_answer_keep_their_order(store: Store) -> None:
    id_ = store.answers.keep(ORDER, TEXT)
    store.answers.deliver(id_, [102, 101])
    store.answers.deliver(id_, [102, 101, 103])
    assert store.answers.delivered(id_) == [102, 101, 103]


def test_delivering_what_was_forgotten_keeps_nothing(store: Store) -> None:
    id_ = store.answers.keep(ORDER, TEXT)
    store.answers.forget(7)
    store.answers.deliver(id_, [5])
    assert store.answers.delivered(id_) == []


def test_forgetting_a_person_takes_the_persons_answers_everywhere(store: Store) -> None:
    store.answers.keep(ORDER, TEXT)
    in_group = store.answers.keep(replace(ORDER, chat=-9, update=11), TEXT)
    store.answers.deliver(in_group, [55])
    others = store.answers.keep(replace(ORDER, chat=-9, update=12, person=8, name=""), replace(TEXT, segments=()))
    assert store.answers.forget(7) == 2
    assert store.answers.get(others) is not None
    assert "سلام" not in rows(store)
    assert "نامه" not in rows(store)
    assert json.dumps("نامه").strip('"') not in rows(store)
    assert store.answers.delivered(in_group) == []


def test_forgetting_a_chat_and_sweeping_take_what_they_say(store: Store) -> None:
    id_ = store.answers.keep(ORDER, TEXT)
    other = store.answers.keep(replace(ORDER, chat=-9), TEXT)
    assert store.answers.forget_chat(-9) == 1
    assert store.answers.get(other) is None
    answer = store.answers.get(id_)
    assert answer is not None
    assert store.answers.sweep(before=answer.made_at) == 0
    assert store.answers.sweep(before=answer.made_at + 1) == 1


def test_sweeping_spares_the_answers_of_jobs_under_way(store: Store) -> None:
    waited_for = store.answers.keep(replace(ORDER, chat=-9, number=1), TEXT)
    told = store.answers.keep(replace(ORDER, chat=-9, update=11), TEXT)
    assert store.answers.sweep(before=time.time() + 1, sparing={"10.1", "1.0"}) == 1
    assert store.answers.get(waited_for) is not None
    assert store.answers.get(told) is None


def test_text_that_no_database_takes_as_it_is_does_no_harm(store: Store) -> None:
    strange = replace(ORDER, name="half \ud83d, zero \x00", file_key="", link="https://a.example/\ud83d\x00")
    origin = Origin("https://a.example/", "half \ud83d")
    answer = store.answers.get(store.answers.keep(strange, replace(TEXT, origin=origin)))
    assert answer is not None
    assert answer.order == strange
    assert answer.transcript.text == TEXT.text
    assert store.answers.cached(7, Sought(strange.link, "fa", Task.TRANSCRIBE), since=0.0) == answer


def test_what_a_person_said_is_forgotten_whoever_asked_for_it(store: Store) -> None:
    asked = store.answers.keep(replace(ORDER, chat=-5, person=8, speaker=7), TEXT)
    sent_on = store.answers.keep(replace(ORDER, update=11, chat=-5, person=8, speaker=8), TEXT)
    assert store.answers.forget(7) == 1
    assert store.answers.get(asked) is None
    kept = store.answers.get(sent_on)
    assert kept is not None and kept.transcript == TEXT
    assert store.answers.cached(-5, SOUGHT, since=0.0) == kept
