from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core import CancelToken
from dabir_core.errors import DabirError, OutputError
from dabir_core.fetch import Fetched, LinkPolicy, Received, ReceivedCallback, Scope
from dabir_core.link_errors import LinksOff
from dabir_desktop.links import Links
from tests.desktop.work_room import FakeFetch

LINK = "https://example.com/talk"


@pytest.fixture
def fetch() -> FakeFetch:
    return FakeFetch()


@pytest.fixture
def links(qapp: QApplication, tmp_path: Path, fetch: FakeFetch) -> Iterator[Links]:
    links = Links(lambda _: LinkPolicy(), tmp_path / "links", fetch=fetch)
    yield links
    links.close()


def test_a_link_becomes_a_file_in_the_folder(links: Links, fetch: FakeFetch, tmp_path: Path, qtbot: QtBot) -> None:
    fetch.go_on.set()
    with qtbot.waitSignal(links.fetched) as told:
        links.begin(7, LINK)
    assert told.args is not None
    number, fetched = told.args
    assert number == 7
    assert fetched.path.parent == tmp_path / "links"


def test_a_cancelled_fetch_ends_with_cancelled_alone(links: Links, fetch: FakeFetch, qtbot: QtBot) -> None:
    links.begin(7, LINK)
    with qtbot.assertNotEmitted(links.fetched), qtbot.waitSignal(links.cancelled) as told:
        links.cancel(7)
    assert told.args == [7]


def test_a_fetch_that_was_begun_again_hears_nothing_of_the_one_before(
    links: Links, fetch: FakeFetch, qtbot: QtBot
) -> None:
    links.begin(7, LINK)
    links.cancel(7)
    with qtbot.assertNotEmitted(links.cancelled), qtbot.waitSignal(links.fetched):
        links.begin(7, LINK)
        fetch.go_on.set()


def test_a_refusal_is_told(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    links = Links(lambda _: LinkPolicy(Scope.OFF), tmp_path)  # core's own fetch
    with qtbot.waitSignal(links.failed) as told:
        links.begin(7, LINK)
    assert told.args is not None
    assert isinstance(told.args[1], LinksOff)
    links.close()


def test_a_folder_that_cannot_be_made_is_told(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "links").touch()
    links = Links(lambda _: LinkPolicy(), tmp_path / "links", fetch=FakeFetch())
    with qtbot.waitSignal(links.failed) as told:
        links.begin(7, LINK)
    assert told.args is not None
    assert isinstance(told.args[1], OutputError)
    links.close()


def test_an_error_that_nobody_foresaw_is_told(
    links: Links, fetch: FakeFetch, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(_url: str, _into: Path) -> Fetched:
        raise ValueError("nobody foresaw it")

    fetch.outcome = break_down
    fetch.go_on.set()
    with qtbot.waitSignal(links.failed) as told:
        links.begin(7, LINK)
    assert told.args is not None
    assert type(told.args[1]) is DabirError
    assert len(caplog.records) == 1
    caplog.clear()


def test_bytes_are_told_but_not_each_packet(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    def fetch(
        url: str,
        policy: LinkPolicy,
        *,
        into: Path,
        progress: ReceivedCallback | None = None,
        cancel: CancelToken | None = None,
    ) -> Fetched | None:
        assert progress is not None
        for packet in range(10_000):
            progress(Received(packet, 10_000))
        return Fetched(into / "a.m4a", "a", LINK, None)

    told: list[Received] = []
    links = Links(lambda _: LinkPolicy(), tmp_path, fetch=fetch)
    links.received.connect(lambda _item, received: told.append(received))
    with qtbot.waitSignal(links.fetched):
        links.begin(7, LINK)
    assert 1 <= len(told) < 1000
    links.close()


def test_close_stops_fetches_and_tells_nothing(links: Links, fetch: FakeFetch, qtbot: QtBot) -> None:
    links.begin(7, LINK)
    with qtbot.assertNotEmitted(links.cancelled, wait=50):
        links.close()
    assert fetch.go_on.is_set()
