"""The languages that may be spoken, by their own names, the likeliest first. Pure but for Qt's table of names."""

from typing import Final

from PySide6.QtCore import QCollator, QLocale

from dabir_core.asr.languages import LANGUAGES

NEAR: Final = ("fa", "en", "ar", "tr", "az")
"""What is spoken most where Persian is; the others come behind."""

_ODD_CODES: Final = {"jw": "jv", "no": "nb", "tl": "fil"}
"""Whisper's code → the one that Qt knows the language by."""


def own_name(code: str) -> str:
    """A language's name in itself («فارسی», «English»); the English one where Qt knows no other."""
    locale = QLocale(_ODD_CODES.get(code, code))
    name = locale.nativeLanguageName() if locale.language() is not QLocale.Language.C else ""
    name = name.removeprefix("American ").strip()
    return name[:1].upper() + name[1:] if name else LANGUAGES[code]


def far_languages(locale: QLocale) -> list[tuple[str, str]]:
    """Code and name of all the others, as the locale sorts names."""
    names = [(code, own_name(code)) for code in LANGUAGES if code not in NEAR]
    key = QCollator(locale).sortKey
    return sorted(names, key=lambda pair: key(pair[1]))
