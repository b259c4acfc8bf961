"""What is done for one order, with a real store and fakes of the rest."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_bot.errors import DatabaseClosed
from dabir_bot.job_errors import SoundTooBig
from dabir_bot.orders import SoundKind
from dabir_bot.outcomes import Answered, Refused
from dabir_bot.status import Stage
from dabir_bot.store import AnswerId
from dabir_core.errors import NotMedia
from dabir_core.link_errors import LinkBlocked
from tests.bot.job_fakes import Bench, bench, order


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Bench]:
    built = bench(tmp_path, f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    yield built
    built.store.close()


async def message_of(job: str) -> int | None:
    return 1001


async def nobody(job: str) -> int | None:
    return None


async def test_an_answer_is_kept_and_its_sound_is_gone(made: Bench) -> None:
    outcome = await made.work.make(order(1), "1.0", message_of=message_of)
    assert isinstance(outcome, Answered)
    kept = made.store.answers.get(outcome.answer)
    assert kept is not None
    assert kept.transcript.text == "متن 1.0"
    assert list(made.sounds.folder.iterdir()) == []
    assert made.speech.forgotten == ["1.0"]


async def test_the_same_sound_in_the_same_chat_is_not_transcribed_again(made: Bench) -> None:
    first, second = (replace(order(update), file_key="KEY") for update in (1, 2))
    answers = [await made.work.make(each, f"{each.update}.0", message_of=message_of) for each in (first, second)]
    assert made.log.of("begun") == ["1.0"]
    assert answers[0] != answers[1], "each order has an answer of its own, and so its own messages"
    assert isinstance(answers[1], Answered)
    again = made.store.answers.get(answers[1].answer)
    assert again is not None
    assert (again.order.update, again.transcript.text) == (2, "متن 1.0")


async def test_the_same_sound_in_another_chat_is(made: Bench) -> None:
    for update, chat in ((1, 7), (2, 8)):
        each = replace(order(update, chat=chat), file_key="KEY")
        await made.work.make(each, f"{update}.0", message_of=message_of)
    assert made.log.of("begun") == ["1.0", "2.0"]


async def test_a_refusal_is_an_outcome_and_leaves_no_sound(made: Bench) -> None:
    made.sounds.error = SoundTooBig("20")
    outcome = await made.work.make(order(1), "1.0", message_of=message_of)
    assert isinstance(outcome, Refused)
    assert type(outcome.error) is SoundTooBig
    assert made.sounds.discarded == ["1.0"]


async def test_a_database_that_is_away_is_no_refusal(made: Bench) -> None:
    made.sounds.error = DatabaseClosed()
    with pytest.raises(DatabaseClosed):
        await made.work.make(order(1), "1.0", message_of=nobody)
    assert made.sounds.discarded == [], "the sound is wanted again soon"


async def test_the_state_is_offered_while_the_work_goes_on(made: Bench) -> None:
    made.speech.seconds = 2.4
    await made.work.make(order(1), "1.0", message_of=message_of)
    stages = [status.stage for _, status in made.delivery.shown]
    assert stages
    assert stages[-1] is Stage.WRITING
    parts = [status.done for _, status in made.delivery.shown if status.stage is Stage.WRITING]
    assert parts == sorted(parts, key=lambda part: part or 0.0)


async def test_nothing_is_offered_after_the_work_is_done(made: Bench) -> None:
    made.speech.seconds = 1.2
    await made.work.make(order(1), "1.0", message_of=message_of)
    shown = len(made.delivery.shown)
    await asyncio.sleep(1.2)
    assert len(made.delivery.shown) == shown


async def test_work_that_is_cut_off_stops_the_engine_and_keeps_the_sound(made: Bench) -> None:
    made.speech.seconds = 30.0
    working = asyncio.create_task(made.work.make(order(1), "1.0", message_of=nobody))
    while not made.log.of("begun"):
        await asyncio.sleep(0.01)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert made.speech.stopped == ["1.0"]
    assert made.sounds.discarded == []


async def test_an_answer_is_told_in_its_message(made: Bench) -> None:
    outcome = await made.work.make(order(1), "1.0", message_of=message_of)
    await made.work.tell(order(1), 1001, outcome)
    assert [(deed.job, deed.words) for deed in made.log.all() if deed.deed == "told"] == [("1.0", "متن 1.0")]


async def test_an_answer_that_was_forgotten_is_not_told(made: Bench) -> None:
    await made.work.tell(order(1), 1001, Answered(AnswerId(99)))
    assert made.log.of("told") == []


async def test_a_refusal_is_told_by_its_reason(made: Bench) -> None:
    await made.work.tell(order(1), 1001, Refused(NotMedia("a.ogg")))
    assert [deed.words for deed in made.log.all() if deed.deed == "failed"] == ["NotMedia a.ogg"]


async def test_nothing_of_what_was_text_already_stays_of_a_job_that_fails(made: Bench) -> None:
    made.speech.fault = NotMedia("1.0")
    assert isinstance(await made.work.make(order(1), "1.0", message_of=message_of), Refused)
    assert made.speech.forgotten == ["1.0"]


async def test_a_dropped_job_leaves_neither_sound_nor_pieces_of_text(made: Bench) -> None:
    await made.sounds.obtain(order(1), "1.0", received=lambda _here, _of: None)
    await made.work.drop(order(1), "1.0")
    assert (made.speech.forgotten, list(made.sounds.folder.iterdir())) == (["1.0"], [])
    await made.work.drop(order(2), "2.0")
    assert made.speech.forgotten == ["1.0"]


async def test_how_long_an_answer_took_is_measured_from_the_message_on(made: Bench) -> None:
    asked = replace(order(1), asked_at=time.time() - 45.0)
    outcome = await made.work.make(asked, "1.0", message_of=message_of)
    await made.work.tell(asked, 1001, outcome)
    measured = made.work.meters.registry.get_sample_value
    assert measured("dabir_answer_seconds_bucket", {"kind": "voice", "le": "30.0"}) == 0.0
    assert measured("dabir_answer_seconds_bucket", {"kind": "voice", "le": "60.0"}) == 1.0


async def test_refused_links_are_counted_by_reason(made: Bench) -> None:
    made.sounds.error = LinkBlocked("example.org")
    link = replace(order(1), kind=SoundKind.LINK, link="https://example.org/x")
    await made.work.make(link, "1.0", message_of=message_of)
    labels = {"kind": "link", "reason": "LinkBlocked"}
    assert made.work.meters.registry.get_sample_value("dabir_refused_total", labels) == 1.0
