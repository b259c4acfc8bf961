"""Lines of any direction begin at the window's leading edge."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextCharFormat
from PySide6.QtWidgets import QApplication

from dabir_desktop.views.text_lines import Ink, Marked, paint_line, paint_paragraph

WIDTH, HEIGHT = 400, 40


def inked_columns(text: str, *, is_mirrored: bool, at_end: bool = False) -> list[int]:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    ink = Ink(QFont(), QColor("black"), is_mirrored)
    paint_line(painter, image.rect(), text, ink=ink, at_end=at_end)
    painter.end()
    return [x for x in range(WIDTH) if any(image.pixelColor(x, y).value() < 128 for y in range(HEIGHT))]


@pytest.mark.parametrize("text", ["سلام دنیا", "Hello", "12:34"])
@pytest.mark.parametrize("is_mirrored", [True, False])
def test_all_lines_begin_at_one_edge(qapp: QApplication, text: str, is_mirrored: bool) -> None:
    columns = inked_columns(text, is_mirrored=is_mirrored)
    assert (max(columns) > WIDTH - 8) is is_mirrored
    assert (min(columns) < 8) is not is_mirrored
    columns = inked_columns(text, is_mirrored=is_mirrored, at_end=True)
    assert (min(columns) < 8) is is_mirrored


def test_a_long_line_is_cut_to_its_room(qapp: QApplication) -> None:
    columns = inked_columns("سلام دنیا " * 40, is_mirrored=True)
    assert min(columns) >= 0
    assert max(columns) < WIDTH


def reddened(text: str, start: int, end: int) -> list[int]:
    look = QTextCharFormat()
    look.setBackground(QColor("red"))
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    ink = Ink(QFont(), QColor("white"), False)
    paint_paragraph(painter, QRect(0, 0, WIDTH, HEIGHT), Marked(text, [(start, end)], look), ink=ink)
    painter.end()

    def is_red(x: int) -> bool:
        return any((c := image.pixelColor(x, y)).red() > 200 and c.green() < 100 for y in range(HEIGHT))

    return [x for x in range(WIDTH) if is_red(x)]


def test_the_line_of_the_mark_is_among_those_shown(qapp: QApplication) -> None:
    text = "word " * 200
    for start in (0, 250, 995):
        assert reddened(text, start, start + 4)


def test_marks_stand_where_the_text_says_beyond_smileys(qapp: QApplication) -> None:
    columns = reddened("WWWW 😀 WWWW", 7, 11)
    assert columns
    assert min(columns) > max(reddened("WWWW 😀 WWWW", 0, 4))
