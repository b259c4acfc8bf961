"""The key of every window: whether there is one, which, and what became of it."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dabir_desktop.global_keys import Holding
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.buttons import name_control, set_kind
from dabir_desktop.views.settings_pages.key_field import KeyField
from dabir_desktop.views.tick import Tick

DEFAULT_KEY: Final = "Ctrl+Alt+R"
_WANTED = Phrase(en="A key that records from any window", fa="کلیدی که از هر پنجره‌ای ضبط کند")
_KEY = Phrase(en="Key for recording from any window", fa="کلید ضبط از هر پنجره‌ای")
_TOLD: Final = {
    Holding.OFF: Phrase(
        en="The first press begins a recording, the second ends it, whatever window is in front.",
        fa="فشار اول ضبط را شروع و فشار دوم تمامش می‌کند؛ فرقی ندارد کدام پنجره جلو باشد.",
    ),
    Holding.ASKED: Phrase(en="Asking for the key…", fa="در حال گرفتن کلید…"),
    Holding.HELD: Phrase(en="The key works in every window.", fa="کلید در همهٔ پنجره‌ها کار می‌کند."),
    Holding.TAKEN: Phrase(
        en="Another program has this key. Please choose another one.",
        fa="برنامهٔ دیگری این کلید را گرفته است. کلید دیگری انتخاب کنید.",
    ),
    Holding.REFUSED: Phrase(en="The desktop did not give this key.", fa="سیستم این کلید را نداد."),
    Holding.ABSENT: Phrase(
        en="This keyboard has no such key. Please choose another one.",
        fa="این صفحه‌کلید چنین کلیدی ندارد. کلید دیگری انتخاب کنید.",
    ),
    Holding.UNFIT: Phrase(
        en="Please choose a letter or digit with Ctrl or Alt, or one of F1 to F24.",
        fa="یک حرف یا رقم لاتین همراه Ctrl یا Alt، یا یکی از کلیدهای F1 تا F24 را انتخاب کنید.",
    ),
    Holding.NOWHERE: Phrase(
        en="Dabir cannot take a key of every window on this system. The command below does the same.",
        fa="دبیر روی این سیستم نمی‌تواند چنین کلیدی بگیرد. فرمان پایین همین کار را می‌کند.",
    ),
}
_TROUBLES: Final = frozenset({Holding.TAKEN, Holding.REFUSED, Holding.ABSENT, Holding.UNFIT})
_KEY_WIDTH: Final = 180


class OutsideRow(QWidget):
    """`chosen` carries a key («Ctrl+Alt+R»), or nothing for none."""

    chosen = Signal(str)

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface, self._holding = interface, Holding.OFF
        self.wanted, self.key, self.state = Tick(), KeyField(DEFAULT_KEY), QLabel()
        self.key.setFixedWidth(_KEY_WIDTH)
        self.state.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.wanted)
        row.addStretch()
        row.addWidget(self.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.state)
        self.wanted.toggled.connect(self._choose)
        self.key.pressed.connect(self._choose)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_key(self, written: str, *, is_possible: bool) -> None:
        """What is chosen now, and whether this system has a way to it."""
        with QSignalBlocker(self.wanted):
            self.wanted.setChecked(bool(written))
        self.key.show_key(written or DEFAULT_KEY)
        self.setEnabled(is_possible)
        self.show_holding(self._holding if is_possible else Holding.NOWHERE)

    def show_holding(self, holding: Holding) -> None:
        """What became of it."""
        self._holding = holding
        self.state.setText(self._interface.label(_TOLD[holding]))
        set_kind(self.state, "danger" if holding in _TROUBLES else "muted")

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.wanted.setText(self._interface.text(_WANTED))
        self.wanted.setAccessibleName(self._interface.text(_WANTED))
        name_control(self.key, self._interface.text(_KEY))
        self.show_holding(self._holding)

    def _choose(self) -> None:
        self.chosen.emit(self.key.written if self.wanted.isChecked() else "")
