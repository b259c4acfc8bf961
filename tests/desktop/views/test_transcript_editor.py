"""The editor as a whole: keys, acts, history."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dabir_core.formats import Kind
from dabir_core.transcript import Transcript
from dabir_desktop.i18n import Interface
from dabir_desktop.views.times_dialog import TimesDialog
from dabir_desktop.views.transcript_editor import TranscriptEditor
from dabir_desktop.word_places import WordPlace
from tests.desktop.spoken import segment, spoken

TALK = spoken("كتاب ها را می خوانم", "دو سه")  # five words from 0 s, two from 3.5 s
_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(persian: Interface, qtbot: QtBot) -> TranscriptEditor:
    editor = TranscriptEditor(persian)
    qtbot.addWidget(editor)
    editor.resize(900, 500)
    editor.open(TALK)
    editor.show()
    qtbot.waitExposed(editor)
    editor.page.setFocus()
    return editor


def texts(editor: TranscriptEditor) -> list[str]:
    return [each.text for each in editor.transcript().segments]


def put_caret(editor: TranscriptEditor, number: int, sign: int) -> None:
    editor.page.setTextCursor(editor.page.marks.cursor(number, sign, last=sign))


def test_keys_play_split_merge_and_undo(editor: TranscriptEditor, qtbot: QtBot) -> None:
    put_caret(editor, 1, 3)
    with qtbot.waitSignal(editor.play_asked) as asked:
        QTest.keyClick(editor.page, Qt.Key.Key_Space, _CONTROL)
    assert asked.args == [4.0]
    QTest.keyClick(editor.page, Qt.Key.Key_Return)
    assert texts(editor)[1:] == ["دو", "سه"]
    assert (editor.page.place.segment, editor.page.place.sign) == (2, 0)
    QTest.keyClick(editor.page, Qt.Key.Key_Backspace)
    assert texts(editor)[1:] == ["دو سه"]
    QTest.keyClicks(editor.page, "x")
    for _ in range(3):
        QTest.keyClick(editor.page, Qt.Key.Key_Z, _CONTROL)
    assert editor.transcript() == TALK
    QTest.keyClick(editor.page, Qt.Key.Key_Y, _CONTROL)
    assert texts(editor)[1:] == ["دو", "سه"]


def test_enter_over_a_selection_replaces_it(editor: TranscriptEditor, qtbot: QtBot) -> None:
    editor.page.setTextCursor(editor.page.marks.cursor(1, 1, last=4))
    QTest.keyClick(editor.page, Qt.Key.Key_Return)
    assert texts(editor)[1:] == ["د", "ه"]


def test_mending_and_reflowing_are_acts_that_can_be_undone(editor: TranscriptEditor, qtbot: QtBot) -> None:
    actions = editor.actions_of_editing
    with qtbot.waitSignal(editor.edited):
        actions.mend.trigger()
    assert texts(editor) == ["کتاب\u200cها را می\u200cخوانم", "دو سه"]
    editor.open(spoken(" ".join(["کلمه"] * 40)))
    with qtbot.waitSignal(editor.edited):
        actions.reflow.trigger()
    assert len(editor.transcript().segments) > 2
    actions.undo.trigger()
    assert editor.transcript() == spoken(" ".join(["کلمه"] * 40))


def test_what_is_typed_while_mending_goes_on_stays(editor: TranscriptEditor, qtbot: QtBot) -> None:
    editor.actions_of_editing.mend.trigger()
    put_caret(editor, 1, 0)
    QTest.keyClicks(editor.page, "x ")
    qtbot.waitUntil(lambda: "می\u200cخوانم" in texts(editor)[0])
    assert texts(editor)[1] == "x دو سه"


def test_several_segments_become_one(editor: TranscriptEditor) -> None:
    editor.page.selectAll()
    editor.actions_of_editing.merge.trigger()
    assert texts(editor) == ["كتاب ها را می خوانم دو سه"]


def test_where_somebody_goes_the_caret_stands_and_the_word_is_lit(editor: TranscriptEditor) -> None:
    editor.go_to(WordPlace(1, 3, 5))
    assert (editor.page.place.segment, editor.page.place.sign) == (1, 3)
    assert editor.page.marks.lit == WordPlace(1, 3, 5)


def test_the_light_grows_with_the_word_that_is_mended(editor: TranscriptEditor) -> None:
    editor.go_to(WordPlace(1, 3, 5))
    editor.page.textCursor().insertText("بی")
    assert editor.transcript().segments[1].text == "دو بیسه"
    assert editor.page.marks.lit == WordPlace(1, 3, 7)


def test_times_are_set_by_ear_and_by_hand(editor: TranscriptEditor, qtbot: QtBot) -> None:
    put_caret(editor, 1, 0)
    editor.light(3.75)
    editor.actions_of_editing.start_here.trigger()
    editor.light(4.25)
    editor.actions_of_editing.end_here.trigger()
    second = editor.transcript().segments[1]
    assert (second.start, second.end) == (3.75, 4.25)
    editor.light(0.0)
    editor.actions_of_editing.end_here.trigger()
    assert editor.transcript().segments[1] is second, "it cannot end before it starts"
    editor.actions_of_editing.times.trigger()
    dialog = editor.findChild(TimesDialog)
    assert isinstance(dialog, TimesDialog)
    dialog.end.setText("4.5")
    dialog.chosen.emit(1, *(dialog.times() or (0.0, 0.0)))
    dialog.reject()
    assert editor.transcript().segments[1].end == 4.5


def test_doubts_are_stepped_from_the_page_and_selected_there(editor: TranscriptEditor, qtbot: QtBot) -> None:
    editor.open(replace(TALK, segments=(TALK.segments[0], segment("دو سه", 3.5, probability=0.2))))
    QTest.keyClick(editor.page, Qt.Key.Key_F8)
    assert editor.doubts.isVisible()
    assert editor.page.textCursor().selectedText() == "دو سه"


def test_a_selection_can_be_read_again(editor: TranscriptEditor, qtbot: QtBot) -> None:
    put_caret(editor, 1, 0)
    with qtbot.waitSignal(editor.redo_asked) as asked:
        editor.actions_of_editing.redo_part.trigger()
    assert asked.args == [3.5, 4.5, ""]
    base = editor.transcript()
    again = replace(base, segments=(base.segments[0], segment("چهار", 3.5)), model="demo, b")
    put_caret(editor, 0, 0)
    QTest.keyClicks(editor.page, "!")
    editor.take(again, base=base, name="again")
    assert texts(editor) == ["!كتاب ها را می خوانم", "چهار"]
    assert editor.transcript().model == "demo, b"


def test_finding_begins_with_what_is_selected_and_shows_it(editor: TranscriptEditor, qtbot: QtBot) -> None:
    editor.page.setTextCursor(editor.page.marks.cursor(1, 3, last=5))
    QTest.keyClick(editor.page, Qt.Key.Key_F, _CONTROL)
    assert editor.find_bar.sought.text() == "سه"
    editor.find_bar.sought.setText("کتاب")
    editor.find_bar.sought.textEdited.emit("کتاب")
    assert editor.page.textCursor().selectedText() == "كتاب"
    assert [mark.cursor.selectedText() for mark in editor.page.extraSelections()] == ["كتاب"]
    QTest.keyClick(editor.find_bar.sought, Qt.Key.Key_Escape)
    assert editor.page.extraSelections() == []


def test_all_is_copied_as_plain_text_with_half_spaces(editor: TranscriptEditor) -> None:
    editor.open(spoken("می\u200cروم.", "خانه."))
    editor.actions_of_editing.copy_all.trigger()
    assert QApplication.clipboard().text() == "می\u200cروم.\nخانه.\n"


def test_exports_are_of_the_text_as_it_is_now(editor: TranscriptEditor, tmp_path: Path, qtbot: QtBot) -> None:
    put_caret(editor, 1, 0)
    QTest.keyClicks(editor.page, "!")
    with qtbot.waitSignal(editor.exported) as exported:
        editor.exports.chosen.emit(tmp_path / "a.txt", Kind.TXT)
    assert exported.args == [tmp_path / "a.txt"]
    assert "!دو سه" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_another_transcript_shows_nothing_of_the_one_before(editor: TranscriptEditor, qtbot: QtBot) -> None:
    editor.light(0.1)
    editor.actions_of_editing.find.trigger()
    QTest.keyClicks(editor.page, "x")
    with qtbot.assertNotEmitted(editor.edited):
        editor.open(Transcript((), 3.0, "fa", 1.0, "demo"))
    assert (texts(editor), editor.page.toPlainText(), editor.page.extraSelections()) == ([], "", [])
    assert not editor.actions_of_editing.undo.isEnabled()
    assert not editor.find_bar.isVisible()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_control_has_a_name_and_a_tip_with_its_key(
    editor: TranscriptEditor, persian: Interface, language: str
) -> None:
    persian.speak("en" if language == "en" else "fa")
    controls: list[QWidget] = [
        widget
        for kind in (QAbstractButton, QLineEdit, QListView, QTextEdit)
        for widget in editor.findChildren(kind)
        if widget.objectName() != "qt_spinbox_lineedit"
    ]
    assert len(controls) > 15
    assert [control for control in controls if not control.accessibleName()] == []
    assert all("(" in button.toolTip() for button in editor.findChildren(QAbstractButton))


def test_no_two_actions_have_the_same_key(editor: TranscriptEditor) -> None:
    keys = [key.toString() for action in editor.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert all(action.shortcuts() for action in editor.actions())
