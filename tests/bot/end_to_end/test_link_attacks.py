"""Links on what only this machine and its network may reach, sent as messages to the real bot, by both policies.

The attacks are those of core's own tests. What stands for the inside counts connections, and must count none.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.end_to_end.conftest import World
from tests.bot.person import Person, TelegramServer
from tests.bot.silence import stray_lines, told_by
from tests.bot.spoken_notes import SpokenNotes
from tests.core.fetch.attacks import LINKS, NAMES, SERVED, lure, page
from tests.core.fetch.site import INTERNAL, Site, body, two_sites

pytestmark = pytest.mark.long

LURED: Final = (str(Path(__file__).parents[1] / "lured_bot.py"),)
INSIDE: Final = {name: rows for _, names in NAMES.values() for name, rows in names.items()} | {
    "both.example": (("127.0.0.2", INTERNAL),),
    "turns.example": (("127.0.0.2",), (INTERNAL,)),
}
SOME: Final = ("redirect", "redirect with a user", "iframe of Mediasite", "HLS part", "HLS key", "DASH")
ALL: Final = tuple(SERVED)
PATIENCE: Final = 120.0
DETAILS: Final = ("Errno", "Traceback", "refused", "HTTP", "extractor", "yt-dlp", "Mediasite", "passwd", "getaddrinfo")
"""What an honest refusal does not say; the host that somebody wrote it may repeat."""


@dataclass
class Lured:
    """The bot, the site that stands for the internet, and what stands for the inside."""

    world: World
    public: Site
    internal: Site

    def refusal(self, person: Person) -> str:
        """The one answer to the one link that somebody sent, when it is final."""
        return person.wait(lambda seen: seen[0].text if len(seen) == 1 and not seen[0].buttons else None, PATIENCE)


@pytest.fixture(scope="module", params=["any", "sites"])
def lured(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, notes: SpokenNotes
) -> Iterator[Lured]:
    with two_sites() as (public, internal), pytest.MonkeyPatch.context() as patch:
        patch.setenv("LURED_ENDPOINT", f"{public.host}:{public.port}")
        patch.setenv("LURED_NAMES", json.dumps(INSIDE))
        with (
            TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server,
            BotProcess.running(
                server, tmp_path_factory.mktemp("bot"), program=LURED, links=request.param, long_at_once="6"
            ) as bot,
        ):
            yield Lured(World(server, bot, notes), public, internal)


def hidden(person: Person, link: str) -> None:
    """Sends a link behind a word, as an app lets one do: Telegram takes nothing out of it."""
    person.says("گوش کن", extra={"entities": [{"type": "text_link", "offset": 0, "length": 6, "url": link}]})


def test_no_address_of_ones_own_can_be_written(lured: Lured) -> None:
    people = []
    for link in (each.format(port=lured.internal.port) for each in LINKS):
        people.append(lured.world.stranger())
        hidden(people[-1], link)
    told = [lured.refusal(person) for person in people]
    assert (lured.internal.connections, lured.public.connections) == (0, 0)
    assert [text for text in told for detail in (*DETAILS, str(lured.internal.port)) if detail in text] == []


@pytest.mark.parametrize("names", [pytest.param(SOME, id="some"), pytest.param(ALL, id="all", marks=pytest.mark.slow)])
def test_nothing_that_a_site_serves_leads_inside(lured: Lured, names: Sequence[str]) -> None:
    people = []
    for number, name in enumerate(names):
        lure(lured.public, SERVED[name], lured.internal)
        for path in ("/lure", "/lure.mp3"):
            lured.public.pages[f"/{number}{path}"] = lured.public.pages[path]
            people.append(lured.world.stranger())
            people[-1].says(lured.public.url(f"/{number}{path}"))
    told = [lured.refusal(person) for person in people]
    assert lured.internal.connections == 0
    assert lured.public.connections > 0
    assert [text for text in told for detail in (*DETAILS, INTERNAL) if detail in text] == []


def test_no_name_leads_inside(lured: Lured, notes: SpokenNotes) -> None:
    video = body(notes.video(1).path.read_bytes(), "video/mp4")
    lured.public.pages |= {"/lure": page('<video src="/v.mp4"></video>'), "/v.mp4": video}
    people = []
    for link, _ in NAMES.values():
        people.append(lured.world.stranger())
        people[-1].says(link.format(port=lured.public.port))
    for person in people:
        lured.refusal(person)
    assert lured.internal.connections == 0


def test_refusals_do_not_tell_what_listens_inside(lured: Lured) -> None:
    open_port, closed_port = lured.internal.port, 9
    people = [lured.world.stranger(), lured.world.stranger()]
    for person, port in zip(people, (open_port, closed_port), strict=True):
        lured.public.pages[f"/{port}.mp3"] = SERVED["redirect"](f"http://{INTERNAL}:{port}/in.mp3")
        person.says(lured.public.url(f"/{port}.mp3"))
    told = {lured.refusal(person) for person in people}
    assert len(told) == 1


def test_a_thousand_links_make_five_jobs(lured: Lured) -> None:
    ali = lured.world.stranger()
    ali.says(" ".join(f"http://{INTERNAL}:{lured.internal.port}/{number}.mp3" for number in range(110)))
    ali.wait(lambda seen: ([each for each in seen if each.buttons] == [] and len(seen) >= 5) or None, PATIENCE)
    assert len(ali.texts()) == 5
    assert lured.internal.connections == 0


def test_the_log_has_no_word_of_all_that(lured: Lured) -> None:
    words = ("گوش کن", "in.mp3", "lure.mp3", "evil.example", "latest/meta-data", "smuggle", "_GET", "watch?v=")
    assert told_by(lured.world.bot, *words, lured.public.url("")) == []
    assert stray_lines(lured.world.bot) == []
    assert list((lured.world.bot.folder / "bot" / "sounds").iterdir()) == []
