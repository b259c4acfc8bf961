"""An order's sound in the job's folder, with fakes of Telegram and of core's links."""

import asyncio
from pathlib import Path

import pytest

from dabir_bot.job_errors import SoundTooLong
from dabir_bot.obtaining import Obtaining
from dabir_bot.orders import Order, SoundKind
from dabir_bot.sound_folders import SoundFolders
from dabir_core.errors import DabirError
from dabir_core.fetch import Fetched, LinkLimits, LinkPolicy, Received, ReceivedCallback
from dabir_core.link_errors import LinkNotListed, LinksOff
from dabir_core.progress import CancelToken

POLICY = LinkPolicy(limits=LinkLimits(longest=600.0))
VOICE = Order(1, 5, 6, 7, SoundKind.VOICE, file_id="f")
LINK = Order(1, 5, 6, 7, SoundKind.LINK, link="https://example.org/a.mp3")


class FakeFiles:
    def __init__(self, place: Path | None = None) -> None:
        self.asked = 0
        self.place = place

    is_in_place: bool = False

    async def fetch(self, order: Order, into: Path, *, received: object) -> Path:
        self.asked += 1
        if self.place is not None:
            return self.place
        into.write_text(order.file_id, encoding="utf-8")
        return into


class FakeLinks:
    def __init__(self, error: DabirError | None = None, *, endless: bool = False) -> None:
        self.error = error
        self.endless = endless
        self.was_cancelled = False

    def __call__(
        self, url: str, policy: LinkPolicy, *, into: Path, progress: ReceivedCallback, cancel: CancelToken
    ) -> Fetched | None:
        if self.error is not None:
            raise self.error
        if self.endless:
            stopped = asyncio.Event()
            with cancel.calling(stopped.set):
                while not cancel.is_cancelled:
                    continue
            self.was_cancelled = True
            return None
        progress(Received(3, 6))
        path = into / "یک آهنگ.mp3"
        path.write_text(url, encoding="utf-8")
        return Fetched(path, "یک آهنگ", url, 10.0)


def obtaining(folder: Path, files: FakeFiles | None = None, links: FakeLinks | None = None) -> Obtaining:
    return Obtaining(files or FakeFiles(), SoundFolders(folder), POLICY, fetch_link=links or FakeLinks())


def nobody(received_bytes: int, total_bytes: int | None) -> None:
    return


async def test_a_file_lies_alone_in_the_jobs_folder(tmp_path: Path) -> None:
    sound = await obtaining(tmp_path).obtain(VOICE, "1.0", received=nobody)
    assert sound.parent == tmp_path / "1.0"
    assert [entry.name for entry in sound.parent.iterdir()] == [sound.name]
    assert sound.read_text(encoding="utf-8") == "f"


async def test_a_job_that_is_begun_again_finds_its_sound_and_asks_nobody(tmp_path: Path) -> None:
    files = FakeFiles()
    first = await obtaining(tmp_path, files).obtain(VOICE, "1.0", received=nobody)
    again = await obtaining(tmp_path, files).obtain(VOICE, "1.0", received=nobody)
    assert (first, files.asked) == (again, 1)


async def test_a_file_that_came_in_part_is_fetched_again(tmp_path: Path) -> None:
    SoundFolders(tmp_path).make("1.0")
    SoundFolders(tmp_path).part("1.0").write_text("half", encoding="utf-8")
    sound = await obtaining(tmp_path).obtain(VOICE, "1.0", received=nobody)
    assert sound.read_text(encoding="utf-8") == "f"


async def test_a_local_servers_file_stays_where_it_is(tmp_path: Path) -> None:
    theirs = tmp_path / "server" / "voice.ogg"
    theirs.parent.mkdir()
    theirs.write_text("theirs", encoding="utf-8")
    sounds = obtaining(tmp_path / "ours", FakeFiles(theirs))
    assert await sounds.obtain(VOICE, "1.0", received=nobody) == theirs
    await sounds.discard("1.0")
    assert theirs.exists()


async def test_a_links_sound_loses_its_title_in_the_folder_and_tells_how_far_it_is(tmp_path: Path) -> None:
    heard: list[tuple[int, int | None]] = []
    sound = await obtaining(tmp_path).obtain(LINK, "1.0", received=lambda *news: heard.append(news))
    await asyncio.sleep(0)
    assert sound.read_text(encoding="utf-8") == LINK.link
    assert [entry.name for entry in (tmp_path / "1.0").iterdir()] == ["sound"]
    assert heard == [(3, 6)]


@pytest.mark.parametrize("error", [LinksOff(), LinkNotListed("example.org")])
async def test_what_the_policy_refuses_is_refused(error: DabirError, tmp_path: Path) -> None:
    with pytest.raises(type(error)):
        await obtaining(tmp_path, links=FakeLinks(error)).obtain(LINK, "1.0", received=nobody)


async def test_a_fetch_ends_when_its_job_is_stopped(tmp_path: Path) -> None:
    links = FakeLinks(endless=True)
    job = asyncio.create_task(obtaining(tmp_path, links=links).obtain(LINK, "1.0", received=nobody))
    await asyncio.sleep(0.1)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    for _ in range(200):
        if links.was_cancelled:
            break
        await asyncio.sleep(0.01)
    assert links.was_cancelled


async def test_a_declared_length_over_the_limit_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    files = FakeFiles()
    long = Order(1, 5, 6, 7, SoundKind.VOICE, file_id="f", duration=601.0)
    with pytest.raises(SoundTooLong) as refusal:
        await obtaining(tmp_path, files).obtain(long, "1.0", received=nobody)
    assert (refusal.value.subject, files.asked) == ("10", 0)
