"""Icons are painted in the colours and the direction of now."""

import pytest
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from dabir_desktop.i18n import Interface
from dabir_desktop.icons import Drawing, icon, window_icon
from dabir_desktop.theme import LIGHT


def image_of(drawn: QIcon) -> QImage:
    return drawn.pixmap(48, 48).toImage()


def is_lopsided_to_the_left(image: QImage) -> bool:
    """Whether more ink lies left of the middle."""
    ink = [(x, image.pixelColor(x, y).alpha()) for x in range(image.width()) for y in range(image.height())]
    middle = (image.width() - 1) / 2
    return sum((x - middle) * alpha for x, alpha in ink) < 0


@pytest.mark.parametrize("drawing", list(Drawing))
def test_every_drawing_draws_something_inside_its_field(drawing: Drawing, qapp: QApplication) -> None:
    image = image_of(icon(drawing))
    edge = [image.pixelColor(at, 0).alpha() for at in range(48)]
    assert any(image.pixelColor(x, y).alpha() == 255 for x in range(48) for y in range(48))
    assert max(edge) == 0


def test_an_icon_takes_the_colour_of_the_palette_that_is_worn_when_it_is_painted(qapp: QApplication) -> None:
    drawn = icon(Drawing.STOP)
    before = QPalette(qapp.palette())
    try:
        for colour in ("#123456", "#fedcba"):
            palette = QPalette(before)
            palette.setColor(QPalette.ColorRole.ButtonText, QColor(colour))
            qapp.setPalette(palette)
            assert image_of(drawn).pixelColor(24, 24).name() == colour
    finally:
        qapp.setPalette(before)


def test_back_is_mirrored_with_the_window_and_play_is_not(english: Interface) -> None:
    left_to_right = {drawing: is_lopsided_to_the_left(image_of(icon(drawing))) for drawing in Drawing}
    english.speak("fa")
    right_to_left = {drawing: is_lopsided_to_the_left(image_of(icon(drawing))) for drawing in Drawing}
    english.speak("en")
    assert left_to_right[Drawing.BACK] is not right_to_left[Drawing.BACK]
    assert left_to_right[Drawing.PLAY] is right_to_left[Drawing.PLAY]
    assert left_to_right[Drawing.BACK]


def test_the_apps_own_icon_is_ours_on_every_ground(qapp: QApplication) -> None:
    image = window_icon().pixmap(64, 64).toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(8, 32).name() == LIGHT.accent
    assert image.pixelColor(32, 32).name() == LIGHT.on_accent
