"""The people's client, against the server's own process; the bot's part is played over plain HTTP."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.bot_process import TOKEN
from tests.bot.person import MissedDeadline, Person, TelegramServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server:
        yield server


@pytest.fixture
def ali(server: TelegramServer, request: pytest.FixtureRequest) -> Person:
    return server.person(zlib.crc32(request.node.name.encode()) + 1, name="علی")


def as_bot(server: TelegramServer, method: str, *, files: Any = None, **parameters: Any) -> Any:
    answer = httpx.post(f"{server.url}/bot{TOKEN}/{method}", data=parameters, files=files)
    return answer.json()["result"]


def test_a_person_sends_and_sees(server: TelegramServer, ali: Person, tmp_path: Path) -> None:
    sound = tmp_path / "note.ogg"
    sound.write_bytes(b"OggS")
    sent = ali.sends_voice(sound, duration=3)
    as_bot(server, "sendMessage", chat_id=ali.chat, text="در کار", reply_to_message_id=sent.message_id)
    (answer,) = ali.answers_to(sent)
    as_bot(server, "editMessageText", chat_id=ali.chat, message_id=answer.message_id, text="آماده")
    seen = ali.wait_for_text("آماده")
    assert [revision.text for revision in seen.revisions] == ["در کار", "آماده"]
    assert seen.revisions[0].at <= seen.revisions[1].at
    assert ali.texts() == ["آماده"]
    assert server.everything_seen()[ali.chat][-1] == seen


def test_who_waits_in_vain_is_shown_the_chat(ali: Person) -> None:
    ali.says("سلام")
    with pytest.raises(MissedDeadline, match="سلام"):
        ali.wait_for_text("هرگز", 0.1)


def test_a_button_is_pressed_by_its_label(server: TelegramServer, ali: Person) -> None:
    ali.says("سلام")
    markup = '{"inline_keyboard": [[{"text": "لغو", "callback_data": "c:1"}]]}'
    as_bot(server, "sendMessage", chat_id=ali.chat, text="در کار", reply_markup=markup)
    (seen,) = ali.of_bot()
    assert (seen.buttons, seen.button_values) == (("لغو",), ("c:1",))
    query = ali.presses("لغو", message=seen)
    assert as_bot(server, "answerCallbackQuery", callback_query_id=query) is True


def test_a_document_of_the_bot_is_read(server: TelegramServer, ali: Person) -> None:
    ali.says("سلام")
    as_bot(server, "sendDocument", chat_id=ali.chat, files={"document": ("متن.txt", "سلام".encode())})
    (seen,) = ali.of_bot()
    assert seen.document == "متن.txt"
    assert ali.read_document(seen).decode() == "سلام"


def test_an_album_and_a_forward_go_into_a_group(server: TelegramServer, ali: Person, tmp_path: Path) -> None:
    sound = tmp_path / "note.ogg"
    sound.write_bytes(b"OggS")
    group = server.group(9, admins=[ali], bot_is_admin=True, title="خانواده")
    album = ali.sends_album([("audio", sound), ("document", sound)], to=group, album="a")
    forward = ali.forwards(album[0], to=group)
    bodies = [seen.body for seen in group.messages()]
    assert [body.get("media_group_id") for body in bodies] == ["a", "a", None]
    assert bodies[2]["audio"] == bodies[0]["audio"]
    assert {each.chat for each in (*album, forward)} == {-9}


def test_deleted_messages_are_seen_no_more(ali: Person) -> None:
    sent = ali.says("سلام")
    ali.deletes(sent.message_id)
    assert ali.messages() == []
    assert ali.message(sent.message_id).is_deleted


def test_an_order_that_cannot_be_carried_out_fails_the_test(server: TelegramServer, ali: Person) -> None:
    with pytest.raises(AssertionError, match="no message has a button"):
        ali.presses("نیست")
    assert server.state().flood_refused == 0


def test_faults_are_put_in_force_and_taken_back(server: TelegramServer) -> None:
    server.fault("getMe", code=401, description="Unauthorized", times=None)
    assert httpx.get(f"{server.url}/bot{TOKEN}/getMe").status_code == 401
    server.heal()
    assert httpx.get(f"{server.url}/bot{TOKEN}/getMe").status_code == 200
    last = server.calls("getMe")[-2:]
    assert [call.status for call in last] == [401, 200]
