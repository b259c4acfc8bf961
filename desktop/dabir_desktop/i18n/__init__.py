"""Persian and English: phrases with both languages side by side, and the language that the window speaks now."""

from dabir_core.phrase import Phrase
from dabir_desktop.i18n.interface import Interface, locale_of

__all__ = ["Interface", "Phrase", "locale_of"]
