"""Language and theme."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from dabir_core.sentences import Language
from dabir_desktop.i18n import Interface, Phrase, locale_of
from dabir_desktop.settings import AUTO, Preferences
from dabir_desktop.spoken import NEAR, far_languages, own_name
from dabir_desktop.theme import Mode
from dabir_desktop.views.dropdown import Dropdown
from dabir_desktop.views.settings_pages.sheet import Sheet

_LOOK = Phrase(en="Look", fa="ظاهر")
_WINDOW = Phrase(en="Language of the window", fa="زبان برنامه")
_THEME = Phrase(en="Theme", fa="رنگ برنامه")
_SPEECH = Phrase(en="Speech", fa="گفتار")
_SPOKEN = Phrase(en="Language that is spoken", fa="زبانی که حرف می‌زنند")
_AUTO = Phrase(en="Found out by itself", fa="تشخیص خودکار")
_WHY = Phrase(
    en="If you name the language, short recordings come out better.",
    fa="اگر زبان را بگویید، ضبط‌های کوتاه بهتر نوشته می‌شوند.",
)
_LANGUAGES: Final[dict[Language, str]] = {"fa": "فارسی", "en": "English"}
_MODES: Final = {
    Mode.SYSTEM: Phrase(en="As the system", fa="مانند سیستم"),
    Mode.LIGHT: Phrase(en="Light", fa="روشن"),
    Mode.DARK: Phrase(en="Dark", fa="تیره"),
}


class LookPage(Sheet):
    """`language_chosen` carries «fa» or «en», `mode_chosen` a Mode, `spoken_chosen` Whisper's code or «auto»."""

    language_chosen = Signal(str)
    mode_chosen = Signal(object)
    spoken_chosen = Signal(str)

    def __init__(self, interface: Interface) -> None:
        super().__init__(interface)
        self.language, self.mode, self.spoken = Dropdown(), Dropdown(), Dropdown()
        self._preferences = Preferences()
        self.add_heading(_LOOK)
        self.add_named(_WINDOW, self.language)
        self.add_named(_THEME, self.mode)
        self.add_heading(_SPEECH)
        self.add_named(_SPOKEN, self.spoken)
        self.add_sentence(_WHY)
        self.close_up()
        for control in (self.language, self.mode, self.spoken):  # else names in scripts without a font are measured
            control.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            control.setMinimumContentsLength(20)
        self.language.activated.connect(lambda: self.language_chosen.emit(self.language.currentData()))
        self.mode.activated.connect(lambda: self.mode_chosen.emit(Mode(self.mode.currentData())))
        self.spoken.activated.connect(lambda: self.spoken_chosen.emit(self.spoken.currentData()))
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_preferences(self, preferences: Preferences) -> None:
        """What is chosen now."""
        self._preferences = preferences
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text, chosen = self._interface.text, self._preferences
        _fill(self.language, list(_LANGUAGES.items()), self._interface.language)
        _fill(self.mode, [(mode, text(phrase)) for mode, phrase in _MODES.items()], chosen.theme)
        near = [(code, own_name(code)) for code in NEAR]
        languages = [(AUTO, text(_AUTO)), *near, *far_languages(locale_of(self._interface.language))]
        _fill(self.spoken, languages, chosen.spoken)
        for control, phrase in ((self.language, _WINDOW), (self.mode, _THEME), (self.spoken, _SPOKEN)):
            control.setAccessibleName(text(phrase))


def _fill(control: Dropdown, items: Sequence[tuple[str, str]], chosen: str) -> None:
    with QSignalBlocker(control):
        control.clear()
        for code, name in items:
            control.addItem(name, str(code))
        control.setCurrentIndex(max(0, control.findData(str(chosen))))
