"""Qt's own words in Persian, but for keys, which are called as they are printed on keyboards: Ctrl, not «کنترل».

Qt's Persian file translates them, and «Return» by the word for going back. Persian software writes Ctrl+C, and so do
menus here; a key that ends in a mark keeps its order in a line from the right («Ctrl+]»), since what begins with a
modifier is isolated up to the line's end. Source: Unicode Standard Annex 9, rule X5a and BD9 (an isolate without end).
"""

from typing import Final

from PySide6.QtCore import QTranslator

from dabir_desktop.i18n.bidi import LEFT_TO_RIGHT_ISOLATE

_KEYS: Final = "QShortcut"
"""Qt's name for the place of these words."""
_MODIFIERS: Final = frozenset({"Ctrl", "Shift", "Alt", "Meta"})


class QtWords(QTranslator):
    """To be loaded from Qt's own file and installed."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:  # an empty answer would be shown: what has no translation stays as it is
        """Qt's translation, and keys as they are printed."""
        if context == _KEYS:
            return f"{LEFT_TO_RIGHT_ISOLATE}{source}" if source in _MODIFIERS else source
        return super().translate(context, source, disambiguation, n) or source
