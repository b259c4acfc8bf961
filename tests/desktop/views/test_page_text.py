"""Document and draft in step, whatever changes which."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from dabir_core.transcript import Segment, Transcript
from dabir_desktop.editing import Editor
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.utf16 import to_units
from dabir_desktop.views.page_text import PageText
from tests.desktop.spoken import spoken

EDITOR = Editor()


@dataclass
class Desk:
    page: QTextEdit
    draft: Draft
    text: PageText

    @property
    def document(self) -> QTextDocument:
        return self.page.document()

    def lines(self) -> list[str]:
        return self.document.toRawText().split("\u2029")

    def over(self, begin: int, end: int, text: str) -> None:
        """What a text field does when something is typed or pasted over a selection."""
        written = self.document.toRawText()
        cursor = QTextCursor(self.document)
        cursor.setPosition(to_units(written, min(begin, len(written))))
        cursor.setPosition(to_units(written, min(end, len(written))), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def is_in_step(self) -> bool:
        return self.lines() == ([segment.text for segment in self.draft.transcript.segments] or [""])


def desk(transcript: Transcript) -> Desk:
    page, draft = QTextEdit(), Draft()
    text = PageText(page, draft, editor=EDITOR, interface=Interface("en"))
    draft.open(transcript)
    text.show_all()
    return Desk(page, draft, text)


def test_typing_in_a_segment_changes_it_alone(qapp: QApplication) -> None:
    it = desk(spoken("یک دو", "سه"))
    last = it.draft.transcript.segments[1]
    it.over(2, 2, "!")
    assert [segment.text for segment in it.draft.transcript.segments] == ["یک! دو", "سه"]
    assert it.draft.transcript.segments[1] is last
    assert [word.text for word in it.draft.transcript.segments[0].words] == ["یک!", "دو"]


def test_what_is_typed_in_one_go_is_one_act_and_a_jump_begins_another(qapp: QApplication) -> None:
    it = desk(spoken("یک دو"))
    for place, letter in enumerate("abc"):
        it.over(place, place, letter)
    it.over(2, 3, "")
    it.over(6, 6, "d")
    assert it.draft.history.count() == 2
    it.draft.history.undo()
    assert it.lines() == ["abیک دو"]
    it.draft.history.undo()
    assert it.lines() == ["یک دو"]


def test_cutting_over_segments_joins_them(qapp: QApplication) -> None:
    it = desk(spoken("یک دو", "سه چهار", "پنج"))
    it.over(3, 9, "")
    assert [segment.text for segment in it.draft.transcript.segments] == ["یک چهار", "پنج"]
    it.draft.history.undo()
    assert it.lines() == ["یک دو", "سه چهار", "پنج"]
    assert it.draft.transcript == spoken("یک دو", "سه چهار", "پنج")


def test_all_can_be_cut_and_comes_back(qapp: QApplication) -> None:
    it = desk(spoken("یک", "دو"))
    it.over(0, 99, "")
    assert [segment.text for segment in it.draft.transcript.segments] == [""]
    it.draft.history.undo()
    assert it.draft.transcript == spoken("یک", "دو")
    assert it.is_in_step()


def test_a_transcript_of_silence_can_be_written(qapp: QApplication) -> None:
    it = desk(spoken())
    it.over(0, 0, "سلام")
    (segment,) = it.draft.transcript.segments
    assert (segment.text, segment.start, segment.end) == ("سلام", 0.0, 10.0)
    it.draft.history.undo()
    assert it.draft.transcript == spoken()
    assert it.lines() == [""]


def test_emoji_are_where_they_were(qapp: QApplication) -> None:
    it = desk(spoken("🙂 یک 🙂 دو"))
    it.draft.act(EDITOR.split(it.draft.transcript, 0, at=7), "split")
    assert it.lines() == ["🙂 یک 🙂", "دو"]
    it.over(10, 10, "!")
    assert it.draft.transcript.segments[1].text == "دو!"


def test_signs_that_end_a_block_are_shown_as_spaces(qapp: QApplication) -> None:
    it = desk(spoken("یک"))
    it.draft.open(Transcript((Segment(0.0, 1.0, "یک\nدو\u2029سه", "fa"),), 1.0, "fa", 1.0, "demo"))
    it.text.show_all()
    assert it.lines() == ["یک دو سه"]


def test_the_change_is_where_the_caret_should_go(qapp: QApplication) -> None:
    it = desk(spoken("یک دو سه"))
    it.draft.act(EDITOR.with_lines(it.draft.transcript, 0, count=1, lines=["یک چهار سه"]), "replace")
    assert it.text.last_change == len("یک چهار")


def test_a_paragraph_runs_by_its_first_strong_letter_and_else_by_its_language(qapp: QApplication) -> None:
    it = desk(spoken("سلام", "Hello سلام", "42؟", "«…»", language="fa"))
    rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert [it.text.block(number).textDirection() for number in range(4)] == [rtl, ltr, rtl, rtl]
    it.over(it.text.block(2).position(), it.text.block(2).position(), "a")
    assert it.text.block(2).textDirection() == ltr
    english = desk(spoken("42", "سلام", language="en"))
    assert [english.text.block(number).textDirection() for number in range(2)] == [ltr, rtl]


def test_the_document_has_no_history_of_its_own(qapp: QApplication) -> None:
    it = desk(spoken("یک"))
    it.over(0, 0, "a")
    assert not it.document.isUndoAvailable()


Act = Callable[[Desk], None]
_TYPED = st.tuples(
    st.integers(0, 24), st.integers(0, 6), st.sampled_from(["", "a", " ", "ب\n", "c\nd\ne", "🙂", "\u200c"])
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(_TYPED, st.sampled_from(["undo", "redo", "split", "merge"])), max_size=12), st.integers(0, 3))
def test_they_stay_in_step_through_anything(
    qapp: QApplication, acts: list[tuple[int, int, str] | str], count: int
) -> None:
    lines = ["یک دو", "🙂 three", "چهار"][:count]
    it = desk(spoken(*lines))
    for act in acts:
        segments = it.draft.transcript.segments
        if act == "undo":
            it.draft.history.undo()
        elif act == "redo":
            it.draft.history.redo()
        elif act == "split" and segments:
            it.draft.act(EDITOR.split(it.draft.transcript, len(segments) - 1, at=1), "split")
        elif act == "merge":
            it.draft.act(EDITOR.merged(it.draft.transcript, 0), "merge")
        elif isinstance(act, tuple):
            it.over(act[0], act[0] + act[1], act[2])
        assert it.is_in_step()
    while it.draft.history.canUndo():
        it.draft.history.undo()
    assert it.draft.transcript == spoken(*lines)
    assert it.is_in_step()


def test_many_lines_that_come_back_at_once_are_in_a_new_document_that_is_typed_in_as_before(qapp: QApplication) -> None:
    it = desk(spoken(*("یک دو" for _ in range(300))))
    before = it.document
    it.over(0, len(before.toRawText()), "")
    it.draft.history.undo()
    assert it.document is not before
    assert it.is_in_step()
    assert it.text.last_change == 0
    it.over(0, 0, "و ")
    assert it.draft.transcript.segments[0].text == "و یک دو"
    assert it.is_in_step()


def replaced_everywhere() -> Desk:
    """Just after an act that changed each of many lines."""
    it = desk(spoken(*["یک دو سه چهار"] * 600))
    it.page.show()
    now = it.draft.transcript
    it.draft.act(EDITOR.replaced(now, EDITOR.matches(now, "یک"), by="x"), "replace")
    return it


def test_an_act_on_many_lines_is_written_bit_by_bit_what_is_seen_first(qapp: QApplication, qtbot: QtBot) -> None:
    it = replaced_everywhere()
    assert it.lines()[0] == "x دو سه چهار"
    assert it.lines()[-1] == "یک دو سه چهار"
    qtbot.waitUntil(it.is_in_step)
    assert it.draft.history.count() == 1


def test_who_types_finds_the_whole_act_on_the_page(qapp: QApplication) -> None:
    it = replaced_everywhere()
    QTest.keyClick(it.page, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert it.is_in_step()


def test_such_an_act_is_undone_before_it_is_written_to_its_end(qapp: QApplication, qtbot: QtBot) -> None:
    it = replaced_everywhere()
    it.draft.history.undo()
    it.draft.history.undo()
    qtbot.waitUntil(it.is_in_step)
    assert set(it.lines()) == {"یک دو سه چهار"}


def test_what_is_written_meanwhile_by_another_way_stays(qapp: QApplication, qtbot: QtBot) -> None:
    it = replaced_everywhere()
    QTextCursor(it.text.block(599)).insertText("!\n!")
    qtbot.waitUntil(it.is_in_step)
    lines = it.lines()
    assert len(lines) == 601
    assert [lines[0], lines[598], lines[599], lines[600][0]] == ["x دو سه چهار", "x دو سه چهار", "!", "!"]
