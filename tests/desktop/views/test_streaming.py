import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from dabir_desktop.batch import ItemState
from dabir_desktop.i18n import Interface
from dabir_desktop.theme import DARK, LIGHT, Mode, Theme
from dabir_desktop.views.streaming import StreamingView
from tests.desktop.work_items import PLAN
from tests.desktop.work_room import WorkRoom, segment


@pytest.fixture
def view(room: WorkRoom, english: Interface, qtbot: QtBot) -> StreamingView:
    view = StreamingView(room.queue, english)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    return view


def add(room: WorkRoom, qtbot: QtBot, *names: str) -> list[int]:
    room.queue.add([room.sound(name) for name in names], PLAN)
    qtbot.waitUntil(lambda: len(room.queue.items) == len(names) and bool(room.begun()))
    return [item.id for item in room.queue.items]


def text(view: StreamingView) -> QTextEdit:
    found = view.findChild(QTextEdit)
    assert isinstance(found, QTextEdit)
    return found


def lines(view: StreamingView) -> list[str]:
    """Without the times."""
    return [line.partition("  ")[2] for line in text(view).toPlainText().splitlines()]


def test_segments_come_below_each_other_with_their_own_direction(
    room: WorkRoom, view: StreamingView, qtbot: QtBot
) -> None:
    add(room, qtbot, "a.ogg")
    said = ["Whisper یک مدل است", "hello there", "سلام"]
    for place, each in enumerate(said):
        room.workers.only.hear(1, segment(each, float(place)))
    qtbot.waitUntil(lambda: lines(view) == said)
    document = text(view).document()
    blocks = [document.findBlockByNumber(number) for number in range(3)]
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert [block.textDirection() for block in blocks] == [right, left, right]


def test_a_job_that_begins_is_shown_when_the_one_before_is_over(
    room: WorkRoom, view: StreamingView, qtbot: QtBot
) -> None:
    _one, two = add(room, qtbot, "a.ogg", "b.ogg")
    room.workers.only.hear(1, segment("یک"))
    qtbot.waitUntil(lambda: lines(view) == ["یک"])
    with qtbot.waitSignal(view.shown) as shown:
        room.workers.only.finish(1)
    assert shown.args == [two]
    qtbot.waitUntil(lambda: len(room.begun()) == 2)
    room.workers.only.hear(2, segment("دو"))
    qtbot.waitUntil(lambda: lines(view) == ["دو"])


def test_an_item_that_is_chosen_is_shown_with_its_text_so_far(
    room: WorkRoom, view: StreamingView, qtbot: QtBot
) -> None:
    one, two = add(room, qtbot, "a.ogg", "b.ogg")
    for place in range(200):
        room.workers.only.hear(1, segment(f"جملهٔ {place}", float(place)))
    qtbot.waitUntil(lambda: len(lines(view)) == 200)
    view.show_item(two)
    assert lines(view) == []
    view.show_item(one)
    qtbot.waitUntil(lambda: len(lines(view)) == 200)
    room.workers.only.hear(1, segment("آخر", 200.0))
    qtbot.waitUntil(lambda: lines(view)[-1] == "آخر")
    assert len(lines(view)) == 201


def test_a_second_run_begins_with_an_empty_page(room: WorkRoom, view: StreamingView, qtbot: QtBot) -> None:
    (number,) = add(room, qtbot, "a.ogg")
    room.workers.only.hear(1, segment("یک"))
    qtbot.waitUntil(lambda: lines(view) == ["یک"])
    room.queue.cancel(number)
    assert lines(view) == ["یک"], "what was finished stays to be read"
    room.queue.retry(number)
    qtbot.waitUntil(lambda: len(room.begun()) == 2)
    room.workers.only.hear(2, segment("یک"))
    room.workers.only.hear(2, segment("دو", 1.0))
    qtbot.waitUntil(lambda: lines(view) == ["یک", "دو"])


def test_the_page_follows_the_newest_line_until_the_reader_scrolls_up(
    room: WorkRoom, view: StreamingView, qtbot: QtBot
) -> None:
    add(room, qtbot, "a.ogg")
    for place in range(60):
        room.workers.only.hear(1, segment(f"جملهٔ {place}", float(place)))
    qtbot.waitUntil(lambda: len(lines(view)) == 60)
    slider = text(view).verticalScrollBar()
    qtbot.waitUntil(lambda: slider.maximum() > 0 and slider.value() == slider.maximum())
    slider.setValue(0)
    room.workers.only.hear(1, segment("آخر", 60.0))
    qtbot.waitUntil(lambda: len(lines(view)) == 61)
    assert slider.value() == 0


def test_progress_and_stop_are_there_while_there_is_something_to_stop(
    room: WorkRoom, view: StreamingView, qtbot: QtBot
) -> None:
    (number,) = add(room, qtbot, "a.ogg")
    bar, stop = view.findChild(QProgressBar), view.findChild(QPushButton)
    assert isinstance(bar, QProgressBar)
    assert isinstance(stop, QPushButton)
    room.workers.only.advance(1, 25.0)
    qtbot.waitUntil(lambda: bar.value() * 4 == bar.maximum())
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert room.state(number) is ItemState.CANCELLED
    assert not bar.isVisible()
    assert not stop.isVisible()


def test_text_takes_the_colours_of_another_theme(
    room: WorkRoom, view: StreamingView, qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Mode.LIGHT)
    add(room, qtbot, "a.ogg")
    room.workers.only.hear(1, segment("سلام"))
    qtbot.waitUntil(lambda: last_colour(view) == LIGHT.text)
    theme.choose(Mode.DARK)
    qtbot.waitUntil(lambda: last_colour(view) == DARK.text)
    theme.choose(Mode.LIGHT)


def last_colour(view: StreamingView) -> str:
    cursor = QTextCursor(text(view).document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor.charFormat().foreground().color().name()
