"""What people see of their sounds, through Telegram's real library and a server with Telegram's refusals."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from telegram.error import Forbidden

from dabir_bot import texts
from dabir_bot.orders import Order, SoundKind
from dabir_bot.status import Stage, Status
from dabir_core.errors import NotMedia
from tests.bot.person import Person, Sent, TelegramServer
from tests.bot.talk_room import Room, room, transcript

NUMBERS = itertools.count(501)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("server"), floods=True) as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Iterator[Person]:
    server.heal()
    yield server.person(next(NUMBERS))


def ordered(sent: Sent, person: Person, *, album: str = "", name: str = "") -> Order:
    assert sent.update is not None
    return Order(
        sent.update,
        sent.chat,
        sent.message_id,
        person.chat,
        SoundKind.VOICE,
        album=album,
        name=name,
        asked_at=time.time(),
    )


async def finished(here: Room, order: Order, message_id: int | None, *lines: str) -> list[int]:
    id_ = here.store.answers.keep(order, transcript(lines))
    answer = here.store.answers.get(id_)
    assert answer is not None
    return await here.delivery.finish(order, message_id, answer)


async def test_a_sound_gets_a_reaction_and_one_status_message_that_becomes_the_answer(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        (status,) = person.of_bot()
        sent_ids = await finished(here, order, message, "سلام دنیا.")

    (answer,) = person.of_bot()
    assert person.message(sent.message_id).reactions == ("👀",)
    assert (status.reply_to, status.text, status.buttons) == (sent.message_id, texts.NEXT_IN_LINE.fa, ("لغو",))
    assert (answer.message_id, answer.text) == (message, "سلام دنیا.")
    assert sent_ids == [message] and here.store.answers is not None
    assert answer.buttons == (texts.SRT.fa, texts.VTT.fa, texts.TO_ENGLISH.fa, texts.WITH_TIMES.fa)


async def test_telling_an_answer_again_changes_nothing(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        first = await finished(here, order, message, *["یک دو سه چهار پنج."] * 300)
        second = await finished(here, order, message, *["یک دو سه چهار پنج."] * 300)

    assert first == second and len(first) == 2
    assert [seen.message_id for seen in person.of_bot()] == first


async def test_a_crash_between_an_edit_and_its_note_leaves_one_answer(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        await finished(here, order, message, "سلام.")
        here.store.answers.deliver(here.store.answers.keep(order, transcript(["سلام."])), [])
        await finished(here, order, message, "سلام.")

    assert person.texts() == ["سلام."]


async def test_a_status_that_was_deleted_is_replaced_by_a_new_message(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        person.deletes(message)
        await finished(here, order, message, "سلام.")

    (answer,) = person.of_bot()
    assert answer.text == "سلام." and answer.reply_to == sent.message_id


async def test_the_answer_comes_though_the_sound_was_deleted(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    person.deletes(sent.message_id)
    async with room(server, tmp_path) as here:
        await finished(here, ordered(sent, person), None, "سلام.")

    assert person.texts() == ["سلام."]


async def test_a_long_text_comes_as_a_file_with_its_beginning(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person, name="جلسهٔ شنبه.mp3")
        await finished(here, order, await here.delivery.acknowledge(order), *["یک دو سه چهار پنج."] * 600)

    told, file = person.of_bot()
    assert told.text.startswith("یک دو سه") and not told.buttons
    assert file.document == "جلسهٔ شنبه.txt" and len(file.buttons) == 4
    assert person.read_document(file).decode().count("یک دو سه چهار پنج.") == 600


async def test_progress_keeps_its_distance_and_the_final_text_does_not_wait(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        for percent in range(1, 40):
            await here.delivery.show(order, message, Status(Stage.WRITING, done=percent / 100, text="سلام"))
            await asyncio.sleep(0.1)
        began = time.monotonic()
        await finished(here, order, message, "سلام دنیا.")

    revisions = person.message(message).revisions
    assert time.monotonic() - began < 1.5
    assert [revision.text for revision in revisions][::2] == [texts.NEXT_IN_LINE.fa, "سلام دنیا."]
    assert len(revisions) == 3 and revisions[1].at - revisions[0].at >= 2.9


async def test_after_429_the_final_text_waits_as_long_as_telegram_says(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        server.fault("editMessageText", code=429, retry_after=1, times=2)
        began = time.monotonic()
        await finished(here, order, message, "سلام.")

    assert person.texts() == ["سلام."]
    assert time.monotonic() - began >= 2.0


@pytest.mark.parametrize(
    "trouble", [{"code": 500, "description": "Internal Server Error"}, {"drop": True}, {"cut": True}]
)
async def test_a_server_in_trouble_delays_the_final_text_only(
    server: TelegramServer,
    person: Person,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    trouble: dict[str, object],
) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person)
        message = await here.delivery.acknowledge(order)
        server.fault("editMessageText", times=1, **trouble)
        await finished(here, order, message, "سلام.")
    caplog.clear()  # the library tells of answers that are no JSON

    assert person.texts() == ["سلام."]


async def test_who_blocked_the_bot_is_not_written_to_for_ever(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("voice")
    person.shuts_out_bot()
    async with room(server, tmp_path) as here:
        with pytest.raises(Forbidden):
            await here.delivery.acknowledge(ordered(sent, person))


async def test_a_failure_is_told_in_place_of_the_status(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person, name="جلسه.docx")
        message = await here.delivery.acknowledge(order)
        await here.delivery.fail(order, message, NotMedia("/srv/sounds/1"))

    (told,) = person.of_bot()
    assert told.message_id == message and "جلسه.docx" in told.text and not told.buttons


async def test_an_album_has_one_list_and_an_answer_for_each_sound(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = [person.sends("audio", file_name=name, album="77") for name in ("یک.mp3", "دو.mp3")]
    async with room(server, tmp_path) as here:
        orders = [
            ordered(each, person, album="77", name=name) for each, name in zip(sent, ("یک.mp3", "دو.mp3"), strict=True)
        ]
        boards = await asyncio.gather(*map(here.delivery.acknowledge, orders))
        await finished(here, orders[1], boards[1], "دومی.")
        await here.delivery.fail(orders[0], boards[0], NotMedia())

    assert boards[0] == boards[1]
    board, second, first = person.of_bot()
    assert board.text.splitlines() == [texts.ALBUM.fa, "⚠️ یک.mp3", "✅ دو.mp3"]
    assert (second.text, second.reply_to) == ("دومی.", sent[1].message_id)
    assert first.reply_to == sent[0].message_id


async def test_a_failure_without_a_message_of_its_own_is_told_after_all_that_a_crash_may_repeat(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = person.sends("audio", album="79")
    async with room(server, tmp_path) as here:
        order = ordered(sent, person, album="79")
        board = await here.delivery.acknowledge(order)
        before = server.state().sequence
        await here.delivery.fail(order, board, NotMedia())

    assert [call.method for call in server.calls(since=before)] == ["editMessageText", "sendMessage"]


@pytest.mark.long
async def test_many_notes_of_one_person_never_meet_flood_control(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    before = server.state().flood_refused
    async with room(server, tmp_path) as here:
        orders = [ordered(person.sends("voice"), person) for _ in range(6)]

        async def whole(order: Order) -> None:
            await finished(here, order, await here.delivery.acknowledge(order), f"متن {order.message}.")

        await asyncio.gather(*map(whole, orders))

    assert server.state().flood_refused == before
    assert sorted(person.texts()) == sorted(f"متن {order.message}." for order in orders)


async def test_a_late_answer_says_so(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    sent = person.sends("voice")
    async with room(server, tmp_path) as here:
        order = replace(ordered(sent, person), asked_at=time.time() - 7 * 3600)
        await finished(here, order, None, "سلام.")

    assert person.texts() == [f"سلام.\n\n{texts.LATE.fa}"]


async def test_a_status_that_cannot_be_told_is_nobodys_loss(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    sent = [person.sends("audio", album="78") for _ in range(2)]
    async with room(server, tmp_path) as here:
        first = ordered(sent[0], person, album="78")
        board = await here.delivery.acknowledge(first)
        person.deletes(board)
        await here.delivery.show(first, board, Status(Stage.WRITING))
        await finished(here, first, board, "سلام.")

    assert next(seen.text for seen in person.of_bot() if seen.reply_to == sent[0].message_id) == "سلام."
