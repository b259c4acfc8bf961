"""What people ask for, from their message to the job or the words that they get; nothing of it is mocked but jobs."""

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dabir_bot import command_texts as words
from dabir_bot import texts
from dabir_bot.admission import today
from dabir_bot.errors import sentence
from dabir_bot.job_errors import SoundTooBig, SoundTooLong, TooManyJobs
from dabir_bot.orders import SoundKind
from dabir_bot.refusals import NotAdmitted, NotYours, QuotaSpent, SoundMissing
from dabir_bot.settings import Access, Door, Limits
from dabir_core import Task
from tests.bot.person import Person, Seen, TelegramServer
from tests.bot.talk_room import Room, listed, room, transcript

NUMBERS = itertools.count(901)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Person:
    return server.person(next(NUMBERS))


def fa(error: object) -> str:
    return sentence(error, "fa")  # type: ignore[arg-type]


KINDS = [
    ("voice", SoundKind.VOICE, {}),
    ("audio", SoundKind.AUDIO, {"file_name": "آهنگ.mp3"}),
    ("video", SoundKind.VIDEO, {}),
    ("video_note", SoundKind.ROUND, {}),
    ("document", SoundKind.DOCUMENT, {"file_name": "a.mp4", "mime_type": "video/mp4"}),
    ("document", SoundKind.DOCUMENT, {"file_name": "a.FLAC", "mime_type": ""}),
    ("voice", SoundKind.VOICE, {"forward": True}),
]


@pytest.mark.parametrize(("sent_as", "kind", "described"), KINDS)
async def test_every_kind_of_sound_becomes_an_order(
    server: TelegramServer, person: Person, tmp_path: Path, sent_as: str, kind: SoundKind, described: dict[str, Any]
) -> None:
    async with room(server, tmp_path) as here:
        sent = person.sends(sent_as, duration=7, size=1000, **described)
        await here.handle()

    (order,) = here.jobs.all
    assert (order.kind, order.chat, order.message, order.person) == (kind, person.chat, sent.message_id, person.chat)
    assert (order.update, order.number, order.size_bytes) == (sent.update, 0, 1000)
    assert order.file_id and order.file_key and (order.language, order.speaks, order.task) == ("fa", "fa", "transcribe")
    assert order.duration == (None if sent_as == "document" else 7.0)
    assert order.name == described.get("file_name", order.name)


async def test_the_same_update_twice_is_one_order(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.sends("voice")
        (update,) = here.updates()
        await here.deal(update)
        await here.deal(update)

    assert len(here.jobs.orders) == 1


async def test_links_become_an_order_each(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says("این دو: https://example.org/a.mp3 و https://example.org/b?x=1")
        await here.handle()

    assert [order.link for order in here.jobs.all] == ["https://example.org/a.mp3", "https://example.org/b?x=1"]
    assert [(order.number, order.kind) for order in here.jobs.all] == [(0, SoundKind.LINK), (1, SoundKind.LINK)]


async def test_an_edited_message_makes_no_second_order(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        sent = person.sends("voice", caption="یک")
        await here.handle()
        person.edits(sent, "دو")
        await here.handle()

    assert len(here.jobs.orders) == 1


@pytest.mark.parametrize("described", [{"file_name": "گزارش.pdf", "mime_type": "application/pdf"}])
async def test_what_holds_no_sound_is_told_in_private(
    server: TelegramServer, person: Person, tmp_path: Path, described: dict[str, Any]
) -> None:
    async with room(server, tmp_path) as here:
        person.sends("document", **described)
        await here.handle()
        await here.hears(person, fa(SoundMissing()))

    assert not here.jobs.orders


async def test_the_language_of_answers_follows_the_persons_app(server: TelegramServer, tmp_path: Path) -> None:
    english = server.person(next(NUMBERS), language="en")
    async with room(server, tmp_path) as here:
        english.says("/help")
        await here.handle()
        await here.hears(english, "Send me:")
        english.sends("voice")
        await here.handle()

    assert here.jobs.all[0].speaks == "en"


@pytest.mark.parametrize(
    ("described", "error"),
    [
        ({"size": (20 << 20) + 1}, SoundTooBig("20")),
        ({"duration": 601}, SoundTooLong("10")),
        ({"duration": 301}, QuotaSpent("5")),
    ],
)
async def test_too_much_is_refused_before_any_download(
    server: TelegramServer, person: Person, tmp_path: Path, described: dict[str, Any], error: Exception
) -> None:
    async with room(server, tmp_path, limits=Limits(minutes_per_day=5, longest_minutes=10)) as here:
        person.sends("voice", **described)
        await here.handle()
        await here.hears(person, fa(error))

    assert not here.jobs.orders and not server.calls("getFile")


async def test_the_days_minutes_add_up_over_sounds(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path, limits=Limits(minutes_per_day=5)) as here:
        person.sends("voice", duration=200)
        person.sends("voice", duration=101)
        person.sends("voice", duration=100)
        await here.handle()
        await here.hears(person, fa(QuotaSpent("5")))

    assert [order.duration for order in here.jobs.all] == [200.0, 100.0]


async def test_too_many_jobs_are_told(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        here.jobs.most = 1
        person.sends("voice", duration=7)
        person.sends("voice", duration=8)
        await here.handle()
        await here.hears(person, fa(TooManyJobs("1")))

        assert here.store.people.spent(person.chat, today()) == 7.0


async def test_a_listed_bot_is_for_those_who_are_listed(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    other = server.person(next(NUMBERS))
    async with room(server, tmp_path, access=listed(person)) as here:
        person.sends("voice")
        other.sends("voice")
        await here.handle()
        await here.hears(other, fa(NotAdmitted()))

    assert [order.person for order in here.jobs.all] == [person.chat]


async def test_an_admin_lets_somebody_in_and_bans_somebody(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    access = Access(Door.APPROVED, admins=frozenset({admin.chat}))
    async with room(server, tmp_path, access=access) as here:
        person.sends("voice")
        await here.handle()
        asked = await here.hears(admin, str(person.chat))
        admin.presses(words.ALLOW.fa, message=asked)
        await here.handle()
        await here.hears(person, words.LET_IN.fa)
        person.sends("voice")
        await here.handle()
        assert len(here.jobs.orders) == 1
        admin.says(f"/ban {person.chat}")
        await here.handle()
        person.sends("voice")
        await here.handle()
        assert len(here.jobs.orders) == 1
        heard = len(person.of_bot())
        person.says(f"/unban {person.chat}")
        await here.handle()
        admin.says("/stats")
        await here.handle()
        await here.hears(admin, "امروز")
        assert len(person.of_bot()) == heard


async def test_an_operators_command_is_for_operators(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says(f"/ban {person.chat}")
        await here.handle()
        await here.hears(person, words.OPERATORS_ONLY.fa)


async def test_who_asks_without_end_is_not_answered_without_end(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        for _ in range(40):
            person.says("/help")
        await here.handle()
        await here.hears(person, "این‌ها را بفرستید")

        assert len(person.of_bot()) < 12


async def test_language_and_settings_are_changed_by_buttons(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        person.says("/language")
        await here.handle()
        await here.hears(person, words.LANGUAGE.fa.split(":")[0])
        person.presses(words.AUTO.fa)
        await here.handle()
        await here.hears(person, words.AUTO.fa)
        person.says("/settings")
        await here.handle()
        await here.hears(person, "زمان در متن‌ها: خیر")
        person.presses(words.TIMES_SWITCH.fa)
        await here.handle()
        await here.hears(person, "زمان در متن‌ها: بله")
        person.sends("voice")
        await here.handle()

        assert here.jobs.all[0].language is None and here.store.chats.settings(person.chat).timestamps


async def test_a_language_may_be_written(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says("/language Turkish")
        person.says("/language klingon")
        await here.handle()
        await here.hears(person, "klingon")

        assert here.store.chats.settings(person.chat).language == "tr"


async def answered(here: Room, person: Person, *lines: str) -> Seen:
    """A voice note of that person, with its text."""
    sent = person.sends("voice", duration=10)
    await here.handle()
    (order,) = [order for order in here.jobs.all if (order.chat, order.message) == (sent.chat, sent.message_id)]
    answer = here.store.answers.get(here.store.answers.keep(order, transcript(lines)))
    assert answer is not None
    await here.delivery.finish(order, await here.delivery.acknowledge(order), answer)
    return next(seen for seen in person.of_bot() if seen.buttons)


def both_documents(seen: list[Seen]) -> list[Seen] | None:
    documents = [each for each in seen if each.document]
    return documents if len(documents) == 2 else None


async def test_subtitles_times_and_english_are_a_press_away(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        seen = await answered(here, person, "سلام دنیا.", "خوبی؟")
        for button in (texts.SRT.fa, texts.VTT.fa, texts.WITH_TIMES.fa, texts.TO_ENGLISH.fa):
            person.presses(button, message=seen)
        await here.handle()
        await here.hears(person, "[۰:۱۰] خوبی؟")
        documents = await asyncio.to_thread(person.wait, both_documents)

    srt, vtt = (person.read_document(each).decode() for each in sorted(documents, key=lambda each: each.document))
    assert "00:00:10,000 --> 00:00:19,000\nخوبی؟" in srt and vtt.startswith("WEBVTT")
    order = here.jobs.all[-1]
    assert (order.task, order.message, order.person) == (Task.TRANSLATE, seen.reply_to, person.chat)


async def test_a_made_up_press_reads_no_other_chats_text(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    other = server.person(next(NUMBERS))
    async with room(server, tmp_path) as here:
        mine = await answered(here, person, "راز.")
        theirs = await answered(here, other, "دیگری.")
        stolen = next(value for value in mine.button_values if value.startswith("srt"))
        message = {"message_id": theirs.message_id, "date": 1, "chat": {"id": other.chat, "type": "private"}}
        user = {"id": other.chat, "is_bot": False, "first_name": "x"}
        query = {"id": "1", "from": user, "chat_instance": "1", "data": stolen, "message": message}
        await here.deal({"update_id": 1, "callback_query": query})

    assert not [seen for seen in other.of_bot() if seen.document]
    assert not [seen for seen in person.of_bot() if seen.document]


async def test_only_who_asked_or_an_admin_cancels(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    admin, stranger = server.person(next(NUMBERS)), server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), admins=[admin])
    async with room(server, tmp_path) as here:
        for presser in (stranger, person, admin):
            sound = person.sends("voice", to=group)
            person.says("/transcribe", to=group, reply_to=sound)
            await here.handle()
            await here.delivery.acknowledge(here.jobs.all[-1])
            query = presser.presses(texts.CANCEL.fa, to=group)
            await here.handle()
            told = await here.hears_of(query)
            assert (fa(NotYours()) in told) is (presser is stranger)

    assert len(here.jobs.cancelled) == 2


async def test_forget_deletes_and_tells(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        await answered(here, person, "رازی که گفته شد.")
        here.store.chats.change(person.chat, timestamps=True)
        person.says("/forget")
        await here.handle()
        await here.hears(person, words.FORGET.fa)
        person.presses(words.FORGET_BUTTON.fa)
        await here.handle()
        await here.hears(person, words.FORGOTTEN.fa)

        assert here.jobs.forgotten == [person.chat]
        assert not here.store.chats.settings(person.chat).timestamps
        assert here.store.people.spent(person.chat, today()) == 10.0
        for path in tmp_path.rglob("*"):
            assert not path.is_file() or "رازی که گفته شد".encode() not in path.read_bytes(), path
