"""/forget: no byte of what somebody said, no name and no id of theirs, stays in any file of the bot."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.end_to_end.conftest import World, answered, said_in
from tests.bot.person import Chat, Person, Seen, TelegramServer, wait_for
from tests.bot.postgres import Cluster
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

ALI, GROUP, SARA, REZA = 987_654_321_012, 1_002_345_678_901, 31, 32
NAME, CAPTION, FILE, TITLE = "نام‌بی‌همتا", "یادداشتِ یگانه", "رازِ-من", "گروهِ یگانه"
MINE, WHOLE = "همهٔ مال مرا پاک کن", "همه‌چیزِ این گروه را پاک کن"

pytestmark = pytest.mark.long


def spellings(words: Iterable[str], ids: Iterable[int]) -> list[bytes]:
    """Words in UTF-8 and as JSON escapes them; ids in decimal and as SQLite and PostgreSQL write them."""
    written = [*words, *map(str, ids)]
    texts = [form for word in written for form in (word.encode(), json.dumps(word)[1:-1].encode())]
    numbers = [
        form for id_ in ids for form in (id_.to_bytes(6), id_.to_bytes(8, "little"), (-id_).to_bytes(6, signed=True))
    ]
    return [*texts, *numbers, *((-id_).to_bytes(8, "little", signed=True) for id_ in ids)]


def holding(files: Iterable[Path], needles: list[bytes]) -> list[tuple[str, bytes]]:
    """The files that hold a needle; those that go while we look hold nothing."""
    found = []
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        found += [(path.name, needle) for needle in needles if needle in content]
    return found


def files_of(bot: BotProcess) -> list[Path]:
    return [path for path in bot.folder.rglob("*") if path.is_file()]


def gone(files: Callable[[], list[Path]], needles: list[bytes]) -> None:
    wait_for(lambda: not holding(files(), needles) or None, 60, missed=lambda: repr(holding(files(), needles)))


def presses_forget(person: Person, button: str, *, to: Chat | None = None) -> None:
    chat = to or person
    person.says("/forget", to=chat)
    asked = chat.wait(lambda seen: next((each for each in reversed(seen) if button in each.buttons), None), 90)
    person.presses(button, message=asked, to=chat)
    chat.wait(lambda seen: next((each for each in seen if each.text.startswith("انجام شد")), None), 90)


def asks_for(asker: Person, sender: Person, note: SpokenNote, group: Chat, **described: str) -> Seen:
    """`asker` wants the text of what `sender` sends to a group."""
    sent = sender.sends("audio", path=note.path, to=group, duration=3, **described)
    asker.says("/transcribe", to=group, reply_to=sent)
    return answered(group, sent, note, seconds=90)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, notes: SpokenNotes
) -> Iterator[tuple[World, Callable[[], list[Path]]]]:
    """A bot, and all files in which it might have left something."""
    is_server = request.param == "postgresql"
    cluster: Cluster | None = request.getfixturevalue("postgres") if is_server else None
    settings = {"database_url": cluster.database()} if cluster else {}
    with (
        TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server,
        BotProcess.running(server, tmp_path_factory.mktemp("bot"), **settings) as bot,
    ):
        if cluster:
            cluster.uncompressed(settings["database_url"])
        yield World(server, bot, notes), lambda: [*files_of(bot), *(cluster.files() if cluster else [])]


def test_a_person_is_forgotten_and_nobody_else(place: tuple[World, Callable[[], list[Path]]]) -> None:
    world, files = place
    ali, sara, reza = world.server.person(ALI, name=NAME), world.server.person(SARA), world.server.person(REZA)
    group = world.server.group(77, admins=[sara], bot_is_admin=True)
    private, theirs, forwarded, saras = (world.notes.audio(number) for number in (40, 41, 160, 170))
    sent = ali.sends("audio", path=private.path, duration=3, file_name=f"{FILE}.mp3", caption=CAPTION)
    answered(ali, sent, private, seconds=90)
    asks_for(sara, ali, theirs, group, file_name=f"{FILE}.mp3")
    answered(sara, sara.sends("audio", path=saras.path, duration=3), saras, seconds=90)
    original = ali.sends("audio", path=forwarded.path, to=group, duration=3)
    ali.says("/transcribe", to=group, reply_to=original)
    said_in(group, original, forwarded, seconds=90)
    again = reza.forwards(original, to=group)
    reza.says("/transcribe", to=group, reply_to=again)
    rezas = answered(group, again, forwarded, seconds=90)
    long = world.notes.voice(0, sentences=500)
    ali.sends_voice(long.path, duration=round(long.seconds))
    ali.wait(lambda seen: next((each for each in seen if "٪" in each.text and len(each.text) > 200), None), 90)
    sentences = [part for part in long.text.replace("؟", ".").split(". ")[:20] if len(part) > 12]
    needles = spellings([private.text, theirs.text, NAME, CAPTION, FILE, *sentences], [ALI])
    assert {needle for _, needle in holding(files(), needles)} >= {private.text.encode(), str(ALI).encode()}

    presses_forget(ali, MINE)

    gone(files, needles)
    assert "لغو شد." in ali.texts()
    assert holding(files(), [saras.text.encode()]) and holding(files(), [forwarded.text.encode()])
    reza.presses("زیرنویس ‎.srt", message=rezas, to=group)
    srt = group.wait(lambda seen: next((each for each in seen if each.document.endswith(".srt")), None), 90)
    assert forwarded.text.split()[0] in group.read_document(srt).decode()


def test_an_admin_has_a_whole_group_forgotten(place: tuple[World, Callable[[], list[Path]]]) -> None:
    world, files = place
    sara, reza, ali = (world.server.person(number) for number in (51, 52, 53))
    group = world.server.group(GROUP, admins=[sara], bot_is_admin=True, title=TITLE)
    first, second, elsewhere = (world.notes.audio(number) for number in (43, 44, 172))
    asks_for(sara, reza, first, group, file_name="نامِ-فایلِ-یگانه.mp3")
    asks_for(ali, ali, second, group)
    sent = ali.sends("audio", path=elsewhere.path, duration=3)
    answered(ali, sent, elsewhere, seconds=90)
    needles = spellings([first.text, second.text, TITLE, "نامِ-فایلِ-یگانه"], [GROUP])
    assert {needle for _, needle in holding(files(), needles)} >= {first.text.encode(), second.text.encode()}

    ali.says("/forget", to=group)
    asked = group.wait(lambda seen: next((each for each in seen if WHOLE in each.buttons), None), 90)
    ali.presses(WHOLE, message=asked, to=group)
    world.server.wait_until_handled()
    time.sleep(1)
    assert holding(files(), [first.text.encode()])

    presses_forget(sara, WHOLE, to=group)

    gone(files, needles)
    assert holding(files(), [elsewhere.text.encode()])
