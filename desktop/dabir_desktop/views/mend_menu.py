"""How Persian is mended: all at once, or one rule alone; each is one act that can be undone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from dabir_core.text import Digits, DisplayRules
from dabir_desktop.i18n import Interface, Phrase

_RULES = (
    (Phrase(en="Everything but digits", fa="همه، جز رقم‌ها"), DisplayRules()),
    (
        Phrase(en="Letters: ی and ک", fa="حروف: ی و ک"),
        DisplayRules(zwnj=False, punctuation=False, spaces=False),
    ),
    (
        Phrase(en="Half-spaces: می‌روم", fa="نیم‌فاصله‌ها: می‌روم"),
        DisplayRules(letters=False, punctuation=False, spaces=False, tatweel=False),
    ),
    (
        Phrase(en="Marks and spaces: ، ؛ ؟", fa="نشانه‌ها و فاصله‌ها: ، ؛ ؟"),
        DisplayRules(letters=False, zwnj=False, tatweel=False),
    ),
    (
        Phrase(en="Digits to Persian: ۱۲۳", fa="رقم‌ها به فارسی: ۱۲۳"),
        DisplayRules(letters=False, zwnj=False, punctuation=False, spaces=False, tatweel=False, digits=Digits.PERSIAN),
    ),
    (
        Phrase(en="Digits to Latin: 123", fa="رقم‌ها به لاتین: 123"),
        DisplayRules(letters=False, zwnj=False, punctuation=False, spaces=False, tatweel=False, digits=Digits.LATIN),
    ),
)


class MendMenu(QMenu):
    """The rules. `chosen` carries the DisplayRules."""

    chosen = Signal(object)

    def __init__(self, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self._interface = interface
        for _, rules in _RULES:
            self.addAction("").triggered.connect(lambda _checked, rules=rules: self.chosen.emit(rules))
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now."""
        for action, (phrase, _) in zip(self.actions(), _RULES, strict=True):
            action.setText(self._interface.text(phrase))
