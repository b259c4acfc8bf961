"""Files: exact bytes, the size rule of the cloud, a local server's paths, and cut downloads."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, NetworkError

from tests.bot.telegram_server.conftest import Served

CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def sound(tmp_path: Path) -> str:
    path = tmp_path / "sound.ogg"
    path.write_bytes(CONTENT)
    return str(path)


async def voice_id(served: Served, **described: Any) -> str:
    served.send("voice", **described)
    voice = (await served.one()).effective_message.voice  # type: ignore[union-attr]
    assert voice is not None
    return voice.file_id


async def test_a_file_comes_as_it_is(served: Served, sound: str) -> None:
    file = await served.bot.get_file(await voice_id(served, path=sound))
    assert file.file_size == len(CONTENT)
    assert bytes(await file.download_as_bytearray()) == CONTENT


@pytest.mark.parametrize(("size", "fits"), [(20_971_520, True), (20_971_521, False)])
async def test_the_declared_size_decides_what_may_be_downloaded(served: Served, size: int, fits: bool) -> None:
    file_id = await voice_id(served, size=size)
    if fits:
        assert (await served.bot.get_file(file_id)).file_size == size
    else:
        with pytest.raises(BadRequest, match="File is too big"):
            await served.bot.get_file(file_id)


async def test_a_local_server_tells_a_path_on_disk_and_knows_no_limit(served: Served, sound: str) -> None:
    served.order("switch", local=True)
    file = await served.bot.get_file(await voice_id(served, path=sound, size=1 << 30))
    assert file.file_path is not None
    assert Path(file.file_path).read_bytes() == CONTENT


async def test_each_upload_has_a_key_of_its_own_and_a_forward_keeps_it(served: Served, sound: str) -> None:
    first = served.send("voice", path=sound, duration=9)
    served.send("voice", path=sound, duration=9)
    served.send(resend={"chat": 1, "message_id": first["message_id"]}, forward=True, chat=2, person=2)
    voices = [update.message.voice for update in await served.received() if update.message]
    keys = [voice.file_unique_id for voice in voices if voice]
    assert keys[0] != keys[1]
    assert keys[0] == keys[2]


async def test_a_cut_download_is_no_shorter_file(served: Served, sound: str) -> None:
    file = await served.bot.get_file(await voice_id(served, path=sound))
    served.order("fault", method="download", truncate=True)
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == CONTENT


async def test_what_was_never_given_out_is_not_found(served: Served, sound: str, tmp_path: Path) -> None:
    await voice_id(served, path=sound)
    (tmp_path / "files" / "voice" / "file_2.ogg").write_bytes(b"not given out")
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{served.url}/file/bot1:a/voice/file_2.ogg")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_document_of_the_bot_is_kept_with_its_name(served: Served) -> None:
    served.send(text="سلام")
    sent = await served.bot.send_document(1, CONTENT, filename="متن.txt", caption="کامل")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("متن.txt", len(CONTENT), "کامل")
    path = served.order("content", file_id=sent.document.file_id)["path"]
    assert Path(path).read_bytes() == CONTENT
    (call,) = served.order("calls", method="sendDocument")
    assert call["uploads"] == [{"field": "document", "name": "متن.txt", "size": len(CONTENT)}]
    again = await served.bot.send_document(1, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id
