"""Finding and replacing, folded."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dabir_core.text.folding import Place
from dabir_core.transcript import Transcript
from dabir_desktop.editing import Editor, Match
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.find_bar import FindBar
from tests.desktop.keyboard import type_text
from tests.desktop.spoken import spoken

TALK = spoken("كتاب علي", "خانه", "کتاب\u200cها و کتاب")


@pytest.fixture
def draft() -> Draft:
    draft = Draft()
    draft.open(TALK)
    return draft


@pytest.fixture
def bar(draft: Draft, persian: Interface, qtbot: QtBot) -> FindBar:
    bar = FindBar(draft, Editor(), persian)
    qtbot.addWidget(bar)
    return bar


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def test_it_begins_at_the_caret_and_goes_round(bar: FindBar, qtbot: QtBot) -> None:
    shown: list[Match] = []
    bar.moved.connect(shown.append)
    bar.open("کتاب", from_segment=1, replacing=False)
    for _ in range(3):
        QTest.keyClick(bar.sought, Qt.Key.Key_Return)
    QTest.keyClick(bar.sought, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert shown == [Match(2, Place(10, 14)), Match(0, Place(0, 4)), Match(2, Place(0, 4)), Match(0, Place(0, 4))]


def test_typing_looks_at_once_and_tells_how_many(bar: FindBar, qtbot: QtBot) -> None:
    bar.open("", from_segment=0, replacing=False)
    shown: list[Match] = []
    bar.moved.connect(shown.append)
    type_text(bar.sought, "کتاب")
    assert shown[-1] == Match(0, Place(0, 4))
    assert bar.count_told().endswith("۱ از ۳")
    type_text(bar.sought, "ززز")
    assert bar.count_told().endswith("پیدا نشد")


def test_one_is_replaced_and_the_next_is_shown(bar: FindBar, draft: Draft, qtbot: QtBot) -> None:
    bar.open("کتاب", from_segment=0, replacing=True)
    bar.substitute.setText("دفتر")
    with qtbot.waitSignal(bar.moved) as moved:
        QTest.keyClick(bar.substitute, Qt.Key.Key_Return)
    assert texts(draft.transcript) == ["دفتر علي", "خانه", "کتاب\u200cها و کتاب"]
    assert moved.args == [Match(2, Place(0, 4))]


def test_what_was_written_is_not_replaced_again(bar: FindBar, draft: Draft, qtbot: QtBot) -> None:
    bar.open("کتاب", from_segment=0, replacing=True)
    bar.substitute.setText("کتاب نو")
    for _ in range(3):
        bar.replace_one()
    assert texts(draft.transcript) == ["کتاب نو علي", "خانه", "کتاب نو\u200cها و کتاب نو"]


def test_all_are_replaced_as_one_act(bar: FindBar, draft: Draft, qtbot: QtBot) -> None:
    bar.open("کتاب", from_segment=0, replacing=True)
    bar.substitute.setText("دفتر")
    with qtbot.waitSignal(draft.changed):
        bar.replace_all()
    assert texts(draft.transcript) == ["دفتر علي", "خانه", "دفتر\u200cها و دفتر"]
    assert bar.count_told().endswith("پیدا نشد")
    draft.history.undo()
    assert draft.transcript == TALK


def test_what_is_edited_while_all_are_replaced_stays(bar: FindBar, draft: Draft, qtbot: QtBot) -> None:
    bar.open("کتاب", from_segment=0, replacing=True)
    bar.replace_all()
    draft.act(Editor().with_lines(draft.transcript, 1, count=1, lines=["کتاب خانه"]), "typing")
    with qtbot.waitSignal(draft.changed):
        pass
    assert texts(draft.transcript) == [" علي", " خانه", "\u200cها و "]


def test_escape_closes(bar: FindBar, qtbot: QtBot) -> None:
    bar.open("کتاب", from_segment=0, replacing=False)
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.sought, Qt.Key.Key_Escape)
    assert not bar.isVisible()
