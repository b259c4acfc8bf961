"""Files of the fake Bot API server onto the disk, through python-telegram-bot, with everything that goes wrong."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from dabir_bot.connection import bot_of
from dabir_bot.job_errors import SoundGone, SoundNotReceived, SoundTooBig
from dabir_bot.orders import Order, SoundKind
from dabir_bot.settings import Telegram, Token
from dabir_bot.telegram_files import TelegramFiles
from tests.bot.person import TelegramServer

TOKEN = "1:a-secret-word"
BYTES = bytes(range(256)) * 2000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("telegram")) as running:
        yield running


@pytest.fixture
def healed(server: TelegramServer) -> Iterator[TelegramServer]:
    yield server
    server.heal()


@pytest_asyncio.fixture
async def files(healed: TelegramServer) -> AsyncIterator[TelegramFiles]:
    async for made in _files(Telegram(Token(TOKEN), api_url=healed.url)):
        yield made


async def _files(telegram: Telegram) -> AsyncIterator[TelegramFiles]:
    bot = bot_of(telegram)
    await bot.initialize()
    files = TelegramFiles(bot, telegram, patience=4.0)
    yield files
    await files.close()
    await bot.shutdown()


def sent(server: TelegramServer, folder: Path, **described: Any) -> Order:
    sound = folder / "note.ogg"
    sound.write_bytes(BYTES)
    person = server.person()
    message = person.sends_voice(sound, **described)
    body = person.message(message.message_id).body["voice"]
    return Order(1, person.chat, message.message_id, person.chat, SoundKind.VOICE, file_id=body["file_id"])


def nobody(received_bytes: int, total_bytes: int | None) -> None:
    return


async def test_a_file_arrives_byte_for_byte_and_tells_how_far_it_is(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path
) -> None:
    heard: list[tuple[int, int | None]] = []
    place = await files.fetch(
        sent(healed, tmp_path), tmp_path / "part", received=lambda here, all_: heard.append((here, all_))
    )
    assert place.read_bytes() == BYTES
    assert heard[-1] == (len(BYTES), len(BYTES))


async def test_a_declared_size_over_the_limit_is_refused_before_anything_is_asked(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path
) -> None:
    before = healed.state().sequence
    order = Order(1, 1, 1, 1, SoundKind.VIDEO, file_id="any", size_bytes=(20 << 20) + 1)
    with pytest.raises(SoundTooBig) as refusal:
        await files.fetch(order, tmp_path / "part", received=nobody)
    assert refusal.value.subject == "20"
    assert healed.state().sequence == before


async def test_a_size_that_only_telegram_knew_is_refused_the_same_way(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path
) -> None:
    order = sent(healed, tmp_path, size=30 << 20)
    with pytest.raises(SoundTooBig):
        await files.fetch(order, tmp_path / "part", received=nobody)


async def test_a_file_that_telegram_does_not_know_is_gone(files: TelegramFiles, tmp_path: Path) -> None:
    order = Order(1, 1, 1, 1, SoundKind.VOICE, file_id="FILE-voice-999999")
    with pytest.raises(SoundGone):
        await files.fetch(order, tmp_path / "part", received=nobody)


@pytest.mark.parametrize(
    "trouble",
    [
        {"truncate": True},
        {"code": 502},
        {"code": 404},
        {"cut": True},
    ],
    ids=["cut in half", "a gateway's error", "an address that is old", "no answer"],
)
async def test_a_download_that_breaks_is_begun_again(
    trouble: dict[str, object], healed: TelegramServer, files: TelegramFiles, tmp_path: Path
) -> None:
    order = sent(healed, tmp_path)
    healed.fault("download", **trouble)
    place = await files.fetch(order, tmp_path / "part", received=nobody)
    assert place.read_bytes() == BYTES


async def test_a_disk_that_is_full_for_a_while_is_waited_for(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "part").mkdir()  # nothing can be written there
    coming = asyncio.create_task(files.fetch(sent(healed, tmp_path), tmp_path / "part", received=nobody))
    await asyncio.sleep(0.5)
    (tmp_path / "part").rmdir()
    assert (await coming).read_bytes() == BYTES
    assert {record.getMessage() for record in caplog.records if record.levelno == logging.ERROR} == {
        "a file cannot be written: IsADirectoryError; it is tried again"
    }
    caplog.clear()


async def test_get_file_is_asked_again_after_a_refusal_that_passes(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path
) -> None:
    order = sent(healed, tmp_path)
    healed.fault("getFile", code=429, description="Too Many Requests: retry after 1", retry_after=1)
    healed.fault("getFile", cut=True)
    place = await files.fetch(order, tmp_path / "part", received=nobody)
    assert place.read_bytes() == BYTES


async def test_one_who_never_succeeds_gives_up_in_time(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path
) -> None:
    order = sent(healed, tmp_path)
    healed.fault("download", times=None, truncate=True)
    with pytest.raises(SoundNotReceived):
        await files.fetch(order, tmp_path / "part", received=nobody)


async def test_no_trouble_writes_the_token_or_the_address_into_the_log(
    healed: TelegramServer, files: TelegramFiles, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    order = sent(healed, tmp_path)
    healed.fault("download", code=500)
    with caplog.at_level(logging.DEBUG, logger="dabir_bot"):
        await files.fetch(order, tmp_path / "part", received=nobody)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("dabir_bot")]
    assert not any("secret" in line or "file_" in line for line in ours)


async def test_a_local_servers_file_of_any_size_is_read_in_place(tmp_path: Path) -> None:
    with TelegramServer.running(tmp_path / "telegram", local=True) as server:
        order = sent(server, tmp_path, size=30 << 20)
        async for files in _files(Telegram(Token(TOKEN), api_url=server.url, is_local=True)):
            place = await files.fetch(order, tmp_path / "part", received=nobody)
            assert place.read_bytes() == BYTES
            assert tmp_path / "telegram" in place.parents
    assert not (tmp_path / "part").exists()


async def test_a_path_on_our_disk_counts_only_where_the_operator_said_so(tmp_path: Path) -> None:
    """A server that is not ours must not make us read what it names."""
    with TelegramServer.running(tmp_path / "telegram", local=True) as server:
        order = sent(server, tmp_path)
        async for files in _files(Telegram(Token(TOKEN), api_url=server.url)):
            with pytest.raises(SoundNotReceived):
                await files.fetch(order, tmp_path / "part", received=nobody)
