"""A search in a thread of its own answers what was asked last."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.library import Hit, Library, LibraryClosed
from dabir_desktop.models import HitModel, LibrarySearch
from dabir_desktop.models.hit_model import HEADING_ROLE, HIT_ROLE
from tests.desktop.said import library_in, new_item


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path) as library:
        yield library


def test_what_is_asked_for_is_found(library: Library, qtbot: QtBot) -> None:
    item = library.add(new_item("یک کتاب"))
    search = LibrarySearch(library)
    with qtbot.waitSignal(search.found) as told:
        search.ask("کتاب")
    assert told.args[0] == "کتاب"
    assert [hit.item for hit in told.args[1]] == [item]


def test_only_the_last_of_several_questions_is_answered(
    library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go = threading.Event()

    def slow(_: str) -> tuple[Hit, ...]:
        assert may_go.wait(10)
        return ()

    monkeypatch.setattr(library, "search", slow)
    search = LibrarySearch(library)
    answered: list[str] = []
    search.found.connect(lambda text, _: answered.append(text))
    for text in ("a", "ab", "abc"):
        search.ask(text)
    may_go.set()
    qtbot.waitUntil(lambda: bool(answered))
    search.finish()
    assert answered == ["abc"]


def test_a_library_that_cannot_be_read_is_told(library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: str) -> tuple[Hit, ...]:
        raise LibraryClosed("x")

    monkeypatch.setattr(library, "search", closed)
    search = LibrarySearch(library)
    with qtbot.waitSignal(search.failed):
        search.ask("a")


def test_hits_stand_under_the_title_of_their_item(library: Library, english: Interface) -> None:
    one = library.add(new_item("کتاب", "کتاب", title="یک"))
    two = library.add(new_item("کتاب", title="دو"))
    hits = library.search("کتاب")
    model = HitModel(english)
    model.show(hits, library.items([one, two]))
    headings = [model.data(model.index(row), HEADING_ROLE) for row in range(model.rowCount())]
    assert [getattr(item, "title", None) for item in headings] == ["دو", "یک", None]
    assert model.data(model.index(2), HIT_ROLE) == hits[2]
