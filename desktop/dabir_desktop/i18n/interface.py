"""The language that the window speaks now, and what follows from it: direction, digits, dates.

Views connect `changed` to their own `retranslate` and call that once when they are made: the language is switched at
once, without a restart. Qt's own dialogs are translated by Qt's own files.
"""

from datetime import datetime

from PySide6.QtCore import QCalendar, QDate, QLibraryInfo, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from dabir_core.errors import DabirError
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language, sentence
from dabir_core.text import Digits
from dabir_core.text.digits import with_digits
from dabir_core.units import Seconds, clock
from dabir_desktop.i18n.bidi import RIGHT_TO_LEFT_MARK, isolated, left_to_right
from dabir_desktop.i18n.qt_words import QtWords

_JALALI = QCalendar(QCalendar.System.Jalali)


def locale_of(language: Language) -> QLocale:
    """For Qt's own formatting of numbers and for sorting."""
    if language == "fa":
        return QLocale(QLocale.Language.Persian, QLocale.Country.Iran)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)


class Interface(QObject):
    """How the window speaks. `changed` tells that everything on it has to be written anew."""

    changed = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language
        self._translator = QtWords(self)
        self._apply()

    @property
    def language(self) -> Language:
        """«fa» or «en»."""
        return self._language

    @property
    def is_right_to_left(self) -> bool:
        """Whether the window is mirrored."""
        return self._language == "fa"

    def speak(self, language: Language) -> None:
        """Switches the language of everything that is open."""
        if language != self._language:
            self._language = language
            self._apply()
            self.changed.emit()

    def text(self, phrase: Phrase, **values: str) -> str:
        """The phrase in the language of now, with its values as they are given."""
        return phrase(self._language, **values)

    def label(self, phrase: Phrase, **values: str) -> str:
        """The same for a QLabel, which takes its edge and its direction from its text and not from the window."""
        return self.directed(self.text(phrase, **values))

    def directed(self, text: str) -> str:
        """Any text for a QLabel, with the mark that makes it start at the window's leading edge."""
        return RIGHT_TO_LEFT_MARK + text if self.is_right_to_left else text

    def digits(self, text: str) -> str:
        """One piece of text with the digits of the language; a piece with Latin letters keeps its own («mp3»)."""
        return with_digits(text, Digits.PERSIAN if self._language == "fa" else Digits.KEEP)

    def clock(self, seconds: Seconds) -> str:
        """«12:34» or «1:03:07», whole seconds, isolated so that it never flips."""
        return left_to_right(self.digits(clock(int(seconds))))

    def date(self, moment: datetime) -> str:
        """A day: Jalali in Persian («۲ آذر ۱۴۰۵»), Gregorian in English («23 November 2026»)."""
        day = QDate(moment.year, moment.month, moment.day)
        if self._language == "en":
            return f"{moment.day} {locale_of(self._language).monthName(moment.month)} {moment.year}"
        parts = _JALALI.partsFromDate(day)
        return self.digits(f"{parts.day} {_JALALI.monthName(locale_of(self._language), parts.month)} {parts.year}")

    def error(self, error: DabirError) -> str:
        """What happened and what to do: core's sentence, with the name or path in it kept in its own order."""
        told = sentence(error, self._language)
        return told.replace(error.subject, isolated(error.subject)) if error.subject else told

    def _apply(self) -> None:
        QLocale.setDefault(locale_of(self._language))
        QApplication.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._language == "fa" and self._translator.load("qtbase_fa", folder):
            QApplication.installTranslator(self._translator)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            right_to_left = Qt.LayoutDirection.RightToLeft
            application.setLayoutDirection(right_to_left if self.is_right_to_left else Qt.LayoutDirection.LeftToRight)
