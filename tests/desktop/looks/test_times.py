"""Times and the axis of time in a window that reads from the right: 10:03:07 is never 07:03:10.

Both readings are valid times, so nobody would notice by the digits alone. Written ones are judged by the places of
their glyphs, painted ones by their pixels, held against the same time painted from left to right, and flipped.
"""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextEdit, QWidget

from dabir_desktop.icons import Drawing, icon
from dabir_desktop.views.doubt_rows import DoubtRows
from tests.desktop.geometry import settle
from tests.desktop.looks.hard_words import LATE
from tests.desktop.looks.ink import ink_of, likeness, written
from tests.desktop.looks.scenes import SCENES
from tests.desktop.looks.stage import Stage

TIME = re.compile(r"\d+(?::\d\d)+")
RIGHT, FLIPPED = "۱۰:۰۳:۰۷", "۰۷:۰۳:۱۰"

pytestmark = pytest.mark.parametrize("stage", ["fa"], indirect=True)


@pytest.mark.parametrize(
    "scene", ["idle-recovery", "recording", "working", "reading-late", "dialog-times", "dialog-times-wrong"]
)
def test_glyphs_of_written_times_run_from_the_left(stage: Stage, scene: str) -> None:
    shown = SCENES[scene](stage)
    settle()
    checked = [time for each in shown.findChildren(QWidget) if each.isVisible() for time in times_of(each)]
    assert checked
    for places in checked:
        assert places == sorted(places)


def test_painted_times_run_from_the_left(stage: Stage) -> None:
    SCENES["working"](stage)
    rows = stage.desktop.house.transcribing.page.list._list
    assert is_right(rows.viewport(), rows)
    SCENES["reading-late"](stage)
    page = stage.desktop.house.reading.page.editor.page
    assert is_right(page.times, page)
    SCENES["library-found"](stage)
    assert is_right(stage.desktop.house.shelf.view.hit_list.viewport(), stage.desktop.house.shelf.view.hit_list)


def test_a_doubt_has_its_time_in_order(stage: Stage) -> None:
    SCENES["reading-doubts"](stage)
    view = stage.desktop.house.reading.page.editor.doubts
    assert isinstance(view.list.itemDelegate(), DoubtRows)
    view.list.resize(view.list.width(), 800)
    assert likeness(ink_of(view.list.viewport()), written("۳:۲۰:۰۰", view.list.font())) > 0.85


def test_time_goes_on_to_the_right_and_back_leads_to_the_right(stage: Stage) -> None:
    SCENES["reading-late"](stage)
    player = stage.desktop.house.reading.page.player
    back, play, on = (
        each.mapTo(player, QPoint()).x() for each in (player.back_button, player.play_button, player.on_button)
    )
    assert back < play < on
    assert player.waveform._x(0.0) < player.waveform._x(LATE)
    assert mass(Drawing.PLAY) == pytest.approx(mass(Drawing.PLAY, is_mirrored=False))
    assert mass(Drawing.BACK) == pytest.approx(1 - mass(Drawing.BACK, is_mirrored=False), abs=0.02)
    header = stage.window.header
    assert header._library.x() > header._back.x() > header._settings.x()


def is_right(painted: QWidget, font_of: QWidget) -> bool:
    """Whether 10:03:07 is on it and not 07:03:10."""
    settle()
    picture = ink_of(painted)
    return likeness(picture, written(RIGHT, font_of.font())) > max(
        0.85, likeness(picture, written(FLIPPED, font_of.font())) + 0.05
    )


def times_of(widget: QWidget) -> list[list[float]]:
    """The places of the digits of each time that the widget writes, in logical order."""
    if isinstance(widget, QTextEdit):
        block, found = widget.document().firstBlock(), []
        while block.isValid():
            found += _places(block.text(), block.layout())
            block = block.next()
        return found
    if not isinstance(widget, QLabel | QLineEdit):
        return []
    text = widget.text()
    layout = QTextLayout(text, widget.font())
    option = QTextOption()
    from_right = text.startswith("\u200f") if isinstance(widget, QLabel) else widget.isRightToLeft()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine().setLineWidth(10_000)
    layout.endLayout()
    return _places(text, layout)


def _places(text: str, layout: QTextLayout) -> list[list[float]]:
    found = []  # of a time's first place, two would be true: it ends what is before, too
    for time in TIME.finditer(text):
        line = layout.lineForTextPosition(time.start())
        if line.isValid():
            found.append([line.cursorToX(place)[0] for place in range(time.start() + 1, time.end())])  # type: ignore[index]
    return found


def mass(drawing: Drawing, *, is_mirrored: bool = True) -> float:
    """Where its ink lies on the average, as a share of its width."""
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    before = QApplication.layoutDirection()
    QApplication.setLayoutDirection(right if is_mirrored else left)
    image = QImage(64, 64, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon(drawing).paint(painter, image.rect())
    painter.end()
    QApplication.setLayoutDirection(before)
    inked = [(x, QColor(image.pixelColor(x, y)).alpha()) for x in range(64) for y in range(64)]
    return sum(x * alpha for x, alpha in inked) / sum(alpha for _, alpha in inked) / 63
