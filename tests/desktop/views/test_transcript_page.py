"""The page: the clipboard, keys and clicks, times beside the text, marks over it."""

import subprocess
import sys

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core.transcript import Transcript
from dabir_desktop.editing import Editor
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.transcript_page import TranscriptPage
from dabir_desktop.views.word_light import WordLight
from dabir_desktop.word_places import WordPlace
from tests.desktop.spoken import spoken

COPIED = """
from PySide6.QtWidgets import QApplication
from dabir_desktop.editing import Editor
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.transcript_page import TranscriptPage
application = QApplication([])
page = TranscriptPage(Draft(), Editor(), Interface("en"))
page.setPlainText("one")
page.selectAll()
page.copy()
assert application.clipboard().text() == "one"
"""
HARD = "قیمت iPhone 15 چند است؟ «نمی\u200cدانم»"


def page_of(transcript: Transcript, interface: Interface, qtbot: QtBot) -> tuple[TranscriptPage, Draft]:
    draft = Draft()
    draft.open(transcript)
    page = TranscriptPage(draft, Editor(), interface)
    page.text_of_draft.show_all()
    page.resize(700, 400)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page, draft


def put_caret(page: TranscriptPage, number: int, sign: int) -> None:
    page.setTextCursor(page.marks.cursor(number, sign, last=sign))


def point_of(page: TranscriptPage, number: int, sign: int) -> QPoint:
    """Where this sign is drawn."""
    cursor = page.marks.cursor(number, sign, last=sign)
    after = page.marks.cursor(number, sign + 1, last=sign + 1)
    return (page.cursorRect(cursor).center() + page.cursorRect(after).center()) / 2


def test_a_copy_has_half_spaces_and_no_times(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken(HARD, "سلام"), persian, qtbot)
    page.selectAll()
    page.copy()
    assert QApplication.clipboard().text() == f"{HARD}\nسلام"
    assert not QApplication.clipboard().mimeData().hasHtml()


def test_what_was_copied_outlives_python_without_harm() -> None:
    """Without a screen the clipboard is destroyed when Python is gone already."""
    assert subprocess.run([sys.executable, "-c", COPIED], check=False, timeout=60).returncode == 0


def test_what_is_pasted_becomes_words_of_the_segment(persian: Interface, qtbot: QtBot) -> None:
    page, draft = page_of(spoken("یک دو"), persian, qtbot)
    put_caret(page, 0, 2)
    pasted = QMimeData()
    pasted.setHtml("<b>x</b>")
    pasted.setText(" سه\nچهار\t")
    page.insertFromMimeData(pasted)
    assert [segment.text for segment in draft.transcript.segments] == ["یک سه چهار  دو"]
    page.insertFromMimeData(QMimeData())
    assert draft.history.count() == 1


def test_shift_and_space_write_a_half_space(persian: Interface, qtbot: QtBot) -> None:
    page, draft = page_of(spoken("می"), persian, qtbot)
    put_caret(page, 0, 2)
    QTest.keyClick(page, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page, "x")
    assert draft.transcript.segments[0].text == "می\u200cx"


def test_keys_at_the_edges_of_a_segment_ask_to_merge_and_enter_to_split(persian: Interface, qtbot: QtBot) -> None:
    page, draft = page_of(spoken("یک", "دو"), persian, qtbot)
    asked: list[int | str] = []
    page.keys.merge_asked.connect(asked.append)
    page.keys.split_asked.connect(lambda: asked.append("split"))
    put_caret(page, 1, 0)
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    put_caret(page, 0, 2)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert asked == [0, 0, "split"]
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    assert draft.transcript.segments[0].text == "ی", "inside a segment it is a text field's key"


def test_a_click_on_a_word_plays_it_and_a_drag_does_not(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("یک دو سه"), persian, qtbot)  # from 0, 0.5 and 1 s
    asked: list[float] = []
    page.play_asked.connect(asked.append)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(page.viewport(), left, pos=point_of(page, 0, 4))
    assert asked == [0.5]
    assert page.place.segment == 0
    assert page.place.sign in (4, 5)
    QTest.mousePress(page.viewport(), left, pos=point_of(page, 0, 1))
    QTest.mouseMove(page.viewport(), point_of(page, 0, 7))
    QTest.mouseRelease(page.viewport(), left, pos=point_of(page, 0, 7))
    assert asked == [0.5]


def test_a_double_click_takes_back_what_its_first_half_began(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("یک دو سه"), persian, qtbot)
    told: list[str] = []
    page.keys.word_clicked.connect(lambda: told.append("plays"))
    page.keys.click_taken_back.connect(lambda: told.append("pauses"))
    left, word = Qt.MouseButton.LeftButton, point_of(page, 0, 4)
    QTest.mouseClick(page.viewport(), left, pos=word)
    QTest.mouseDClick(page.viewport(), left, pos=word)
    assert told == ["plays", "pauses"]
    assert page.textCursor().selectedText() == "دو"


def test_clicks_can_be_silent_and_still_play_with_control(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("یک دو سه"), persian, qtbot)
    page.keys.plays_on_click = False
    asked: list[float] = []
    page.play_asked.connect(asked.append)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(page.viewport(), left, pos=point_of(page, 0, 7))
    assert asked == []
    QTest.mouseClick(page.viewport(), left, Qt.KeyboardModifier.ControlModifier, pos=point_of(page, 0, 7))
    assert asked == [1.0]


def test_times_stand_where_reading_begins_and_change_sides_with_the_window(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("یک", "دو"), persian, qtbot)
    assert page.times.geometry().left() > page.viewport().geometry().right()
    persian.speak("en")
    assert page.times.geometry().right() < page.viewport().geometry().left()
    assert page.times.geometry().width() > page.fontMetrics().horizontalAdvance("10:00:00")


def test_a_click_on_a_time_plays_its_segment(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("یک", "دو"), persian, qtbot)  # the second from 1.5 s
    asked: list[float] = []
    page.play_asked.connect(asked.append)
    row = page.cursorRect(page.marks.cursor(1, 0, last=0)).center().y()
    QTest.mouseClick(page.times, Qt.MouseButton.LeftButton, pos=QPoint(20, row))
    assert asked == [1.5]


def test_the_playing_word_is_lit_and_nothing_is_undone_by_it(persian: Interface, qtbot: QtBot) -> None:
    page, draft = page_of(spoken("یک دو", "سه"), persian, qtbot)
    light = WordLight(page, draft)
    light.move(0.7)
    assert [mark.cursor.selectedText() for mark in page.extraSelections()] == ["دو"]
    light.move(1.2)
    assert page.extraSelections() == [], "a silence"
    light.move(2.0)
    assert page.marks.lit == WordPlace(1, 0, 2)
    light.put_out()
    assert page.extraSelections() == []
    assert draft.history.count() == 0


def test_a_mark_of_what_is_gone_is_no_harm(persian: Interface, qtbot: QtBot) -> None:
    page, draft = page_of(spoken("یک", "دو"), persian, qtbot)
    page.marks.light(WordPlace(1, 0, 2))
    draft.act(Editor().merged(draft.transcript, 0), "merge")
    page.marks.refresh()
    page.select(WordPlace(7, 3, 5))
    assert page.place.segment == 0


def test_the_page_follows_the_light_until_the_reader_scrolls_away(persian: Interface, qtbot: QtBot) -> None:
    talk = spoken(*["یک دو سه چهار"] * 60)
    page, draft = page_of(talk, persian, qtbot)
    light = WordLight(page, draft)
    light.move(0.1)
    light.move(talk.segments[30].start)
    bar = page.verticalScrollBar()
    followed = bar.value()
    assert followed > 0
    bar.setValue(0)
    light.move(talk.segments[31].start)
    assert bar.value() == 0


def test_marks_of_half_spaces_are_drawn_and_not_written(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("می\u200cروم و می\u200cآیم"), persian, qtbot)
    page.setCursorWidth(0)
    before = page.viewport().grab().toImage()
    page.show_half_spaces(True)
    assert page.viewport().grab().toImage() != before
    assert page.toPlainText() == "می\u200cروم و می\u200cآیم"
    page.show_half_spaces(False)
    assert page.viewport().grab().toImage() == before


def test_the_selection_tells_its_segments_and_their_time(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken("یک", "دو", "سه"), persian, qtbot)  # each half a second, at 0, 1.5 and 3 s
    put_caret(page, 1, 1)
    assert (page.place.selected(), page.place.part(), page.place.moment()) == ((1, 1), (1.5, 2.0), 1.5)
    cursor = page.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    page.setTextCursor(cursor)
    assert (page.place.selected(), page.place.part(), page.place.moment()) == ((1, 2), (1.5, 3.5), 1.5)


def test_an_empty_transcript_has_a_caret_and_no_time(persian: Interface, qtbot: QtBot) -> None:
    page, _ = page_of(spoken(), persian, qtbot)
    assert (page.place.part(), page.place.moment()) == ((0.0, 0.0), 0.0)
    assert page.placeholderText()
