"""The language of the window and what follows from it."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core.errors import SourceMissing
from dabir_desktop.fonts import load_fonts
from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.amounts import clock_width


def test_persian_mirrors_the_window_and_english_mirrors_it_back(persian: Interface, qtbot: QtBot) -> None:
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    with qtbot.waitSignal(persian.changed):
        persian.speak("en")
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_language_that_is_spoken_already_changes_nothing(persian: Interface, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(persian.changed):
        persian.speak("fa")


def test_days_are_jalali_in_persian(persian: Interface) -> None:
    # Nowruz of 1405 was on 21 March 2026; 23 November is 247 days later: 6 months of 31 days, 2 of 30 and a day.
    assert persian.date(datetime(2026, 3, 21)) == "۱ فروردین ۱۴۰۵"
    assert persian.date(datetime(2026, 11, 23)) == "۲ آذر ۱۴۰۵"
    persian.speak("en")
    assert persian.date(datetime(2026, 11, 23)) == "23 November 2026"


def test_timecodes_are_isolated_from_the_text_around_them(persian: Interface) -> None:
    assert persian.clock(3787.9) == "\u2066۱:۰۳:۰۷\u2069"
    assert persian.clock(75) == "\u2066۱:۱۵\u2069"


def test_errors_are_told_in_the_language_of_now(persian: Interface) -> None:
    error = SourceMissing("a.mp3")
    told = persian.error(error)
    persian.speak("en")
    assert "پیدا نشد" in told
    assert persian.error(error).isascii() or "a.mp3" in persian.error(error)


def test_keys_are_called_as_they_are_printed_and_run_from_the_left(persian: Interface) -> None:
    shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in ("Ctrl+]", "Del", "Return")]
    assert shown == ["\u2066Ctrl+]", "Del", "Return"]  # Qt's Persian file has «کنترل+]», «حذف» and «بازگشت»
    assert QKeySequence("Ctrl+Shift+T") == QKeySequence(QKeySequence("Ctrl+Shift+T").toString())
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "انصراف"
    assert QCoreApplication.translate("Nowhere", "Hello") == "Hello"


def test_a_time_has_room_whatever_its_digits(persian: Interface, qapp: QApplication) -> None:
    metrics = QFontMetrics(load_fonts())
    widths = [metrics.horizontalAdvance(persian.clock(seconds)) for seconds in (36_000.0, 36_187.0, 359_999.0)]
    assert max(widths) <= clock_width(persian, metrics)
