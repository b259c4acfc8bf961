"""A search in slices finds what the whole search would, and answers only what was asked last."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from dabir_core.text.folding import Place
from dabir_desktop.editing import Editor, Match
from dabir_desktop.models.match_search import MatchSearch
from tests.desktop.spoken import spoken

SHORT = spoken("كتاب", "خانه")
LONG = spoken(*["خانه"] * 1200, "کتاب")


def test_a_short_text_is_looked_through_at_once(qtbot: QtBot) -> None:
    parent, found = QObject(), []
    search = MatchSearch(Editor(), parent)
    search.look(SHORT, "کتاب", found.append)
    assert found == [(Match(0, Place(0, 4)),)]
    assert not search.is_busy


def test_a_long_text_is_looked_through_to_its_end_and_only_what_was_asked_last(qtbot: QtBot) -> None:
    parent, found = QObject(), []
    search = MatchSearch(Editor(), parent)
    search.look(LONG, "خانه", found.append)
    assert found == []
    assert search.is_busy
    search.look(LONG, "کتاب", found.append)
    qtbot.waitUntil(lambda: not search.is_busy)
    assert found == [(Match(1200, Place(0, 4)),)]
