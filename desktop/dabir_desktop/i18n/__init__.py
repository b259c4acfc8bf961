"""Persian and English: phrases with both languages side by side, and the language that the window speaks now."""

from dabir_desktop.i18n.interface import Interface, locale_of
from dabir_desktop.i18n.phrase import Phrase

__all__ = ["Interface", "Phrase", "locale_of"]
