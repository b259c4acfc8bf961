"""The waveform as a hand, a keyboard, a screen reader and an eye have it."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.peaks import Peaks
from dabir_desktop.theme import LIGHT, Mode, Theme
from dabir_desktop.views.waveform import Span, WaveformView
from tests.desktop.signals import carried

WIDTH, HEIGHT, MARGIN = 416, 64, 8
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(params=["fa", "en"])
def view(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[WaveformView]:
    """Forty seconds, ten pixels for each."""
    interface = Interface(request.param)
    Theme(qapp, Mode.LIGHT)
    view = WaveformView(interface)
    qtbot.addWidget(view)
    view.resize(WIDTH, HEIGHT)
    view.show_recording(40.0)
    view.show()
    yield view
    interface.speak("en")


def at(seconds: float, height: int = HEIGHT // 2) -> QPoint:
    return QPoint(MARGIN + round(seconds * 10), height)


def colours(view: WaveformView, seconds: float) -> set[str]:
    """All colours of the pixels above that second, inside the frame of what has the focus."""
    image, inside = view.grab().toImage(), range(2, HEIGHT - 2)
    return {image.pixelColor(MARGIN + round(seconds * 10) + side, y).name() for side in range(4) for y in inside}


def test_a_click_seeks_from_left_to_right_in_every_language(view: WaveformView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.sought) as sought:
        QTest.mouseClick(view, LEFT, pos=at(10.0))
    assert carried(sought) == pytest.approx(10.0, abs=0.1)


def test_a_drag_seeks_all_the_way_and_stays_inside(view: WaveformView, qtbot: QtBot) -> None:
    heard = list[float]()
    view.sought.connect(heard.append)
    QTest.mousePress(view, LEFT, pos=at(5.0))
    QTest.mouseMove(view, at(20.0))
    QTest.mouseMove(view, QPoint(WIDTH + 50, 10))
    QTest.mouseRelease(view, LEFT, pos=QPoint(WIDTH + 50, 10))
    assert heard[0] == pytest.approx(5.0, abs=0.1)
    assert max(heard) <= 40.0


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Qt.Key.Key_Right, 25.0),
        (Qt.Key.Key_Left, 15.0),
        (Qt.Key.Key_PageDown, 40.0),
        (Qt.Key.Key_PageUp, 0.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 40.0),
    ],
)
def test_keys_seek_and_right_is_later_in_every_language(
    view: WaveformView, qtbot: QtBot, key: Qt.Key, to: float
) -> None:
    view.show_position(20.0)
    with qtbot.waitSignal(view.sought) as sought:
        QTest.keyClick(view, key)
    assert sought.args == [to]


def test_screen_readers_see_a_slider_with_a_name_and_a_value(view: WaveformView) -> None:
    view.show_position(12.5)
    seen = QAccessible.queryAccessibleInterface(view)
    assert seen is not None
    assert seen.role() == QAccessible.Role.Slider
    assert seen.text(QAccessible.Text.Name)
    assert view.value() == 12_500
    assert view.maximum() == 40_000


def test_what_was_heard_has_another_colour_than_what_is_ahead(view: WaveformView) -> None:
    view.show_peaks(Peaks(np.full(1000, 255, np.uint8), is_whole=True))
    view.show_position(20.0)
    assert LIGHT.accent in colours(view, 10.0)
    assert LIGHT.accent not in colours(view, 30.0)


def test_doubtful_segments_are_marked_and_others_only_shaded(view: WaveformView) -> None:
    view.show_spans([Span(5.0, 10.0), Span(20.0, 30.0, is_doubtful=True)])
    assert LIGHT.raised in colours(view, 7.0)
    assert LIGHT.raised not in colours(view, 15.0)
    assert LIGHT.warning in colours(view, 25.0)
    assert LIGHT.warning not in colours(view, 7.0)


def test_a_whole_reading_corrects_the_length(view: WaveformView) -> None:
    view.show_peaks(Peaks(np.zeros(500, np.uint8)))
    assert view.maximum() == 40_000
    view.show_peaks(Peaks(np.zeros(500, np.uint8), is_whole=True))
    assert view.maximum() == 20_000


def test_quiet_recordings_are_seen_too(view: WaveformView) -> None:
    quiet = np.zeros(1000, np.uint8)
    quiet[500:] = 10  # a twenty-fifth of full scale, in its second half
    view.show_peaks(Peaks(quiet, is_whole=True))
    image = view.grab().toImage()
    ground = QColor(LIGHT.window).name()

    def tall(seconds: float) -> int:
        column = [image.pixelColor(MARGIN + round(seconds * 10) + 1, y).name() for y in range(HEIGHT)]
        return sum(name != ground for name in column)

    assert max(tall(30.0 + step / 10) for step in range(4)) > HEIGHT // 2
    assert max(tall(10.0 + step / 10) for step in range(4)) < 8


def test_where_nothing_is_open_nothing_is_sought(view: WaveformView, qtbot: QtBot) -> None:
    view.show_recording(0.0)
    with qtbot.assertNotEmitted(view.sought):
        QTest.mouseClick(view, LEFT, pos=at(10.0))


def turn(view: WaveformView, seconds: float, notches: float, *, with_ctrl: bool) -> bool:
    """The wheel above that second of the whole recording, up for more than 0; whether it was taken."""
    modifiers = Qt.KeyboardModifier.ControlModifier if with_ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at(seconds)),
        QPointF(view.mapToGlobal(at(seconds))),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def test_ctrl_and_the_wheel_show_twice_as_much_of_what_is_pointed_at(view: WaveformView, qtbot: QtBot) -> None:
    view.show_position(20.0)
    turn(view, 30.0, 2, with_ctrl=True)
    assert view.seen.excerpt.length == pytest.approx(20.0)
    with qtbot.waitSignal(view.sought) as sought:
        QTest.mouseClick(view, LEFT, pos=at(30.0))
    assert carried(sought) == pytest.approx(30.0, abs=0.1)
    with qtbot.waitSignal(view.sought) as sought:
        QTest.mouseClick(view, LEFT, pos=at(32.0))  # twenty pixels on
    assert carried(sought) == pytest.approx(31.0, abs=0.1), "later is right, twice as fine"


def test_a_touchpad_turns_in_small_parts(view: WaveformView) -> None:
    for _ in range(8):
        turn(view, 20.0, 0.25, with_ctrl=True)
    assert view.seen.excerpt.length == pytest.approx(20.0)


def test_the_wheel_alone_goes_along_what_is_shown_and_leaves_the_page_alone_else(view: WaveformView) -> None:
    assert not turn(view, 20.0, -1, with_ctrl=False)
    assert view.value() == 0
    turn(view, 20.0, 4, with_ctrl=True)
    start = view.seen.excerpt.start
    assert turn(view, 20.0, -1, with_ctrl=False)
    assert view.seen.excerpt.start == pytest.approx(start + 0.15 * 10.0)


@pytest.mark.parametrize("keys", ["+", "="])
def test_keys_zoom_about_what_is_heard_and_nought_shows_all(view: WaveformView, keys: str) -> None:
    view.show_position(30.0)
    QTest.keyClicks(view, keys * 2)
    assert view.seen.excerpt.length == pytest.approx(20.0)
    assert view.seen.excerpt.share(30.0) == pytest.approx(0.75)
    QTest.keyClicks(view, "-")
    assert view.seen.excerpt.length == pytest.approx(20.0 * 2**0.5)
    QTest.keyClicks(view, "0")
    assert view.seen.excerpt.is_whole


def test_what_plays_on_stays_in_view(view: WaveformView) -> None:
    QTest.keyClicks(view, "++++")
    for tenths in range(400):
        view.show_position(tenths / 10)
        assert view.seen.excerpt.shows(tenths / 10)
    assert view.value() == 39_900, "a slider over all of it for screen readers"


def test_a_part_shows_the_loudness_of_its_own_place_and_where_it_lies(view: WaveformView) -> None:
    values = np.zeros(1000, np.uint8)
    values[500:] = 255
    view.show_peaks(Peaks(values, is_whole=True))
    view.show_position(30.0)
    QTest.keyClicks(view, "++")  # from 15 s on; the loud half begins at 20 s, ten pixels later for each half second
    image, muted = view.grab().toImage(), QColor(LIGHT.muted).name()
    ground = QColor(LIGHT.window).name()
    middle = [image.pixelColor(x, 20).name() != ground for x in range(WIDTH)]
    assert not any(middle[MARGIN : MARGIN + 96])
    assert sum(middle[MARGIN + 104 : WIDTH - MARGIN]) > 100
    rail = [x for x in range(WIDTH) if image.pixelColor(x, 1).name() == muted]
    assert min(rail) == pytest.approx(MARGIN + 150, abs=2)
    assert max(rail) == pytest.approx(MARGIN + 350, abs=2)
