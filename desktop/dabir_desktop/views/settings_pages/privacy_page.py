"""What Dabir keeps and where, that it tells nobody, and deleting all of it."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.amounts import size
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.stored import WHAT, Amount, Stored, amounts, folders
from dabir_desktop.views.buttons import caption, name_control, push_button, set_kind, tool_button
from dabir_desktop.views.settings_pages.folder_row import open_folder
from dabir_desktop.views.settings_pages.sheet import Sheet
from dabir_desktop.views.tick import Tick

_PRIVACY = Phrase(en="Privacy", fa="حریم خصوصی")
_NOBODY = Phrase(
    en="Dabir tells nobody anything: no statistics, no reports, no account. Sound and text stay on this computer.",
    fa="دبیر به هیچ‌کس چیزی نمی‌گوید: نه آمار، نه گزارش، نه حساب کاربری. صدا و متن روی همین رایانه می‌ماند.",
)
_WHERE = Phrase(en="What is kept here", fa="چه چیزهایی این‌جا نگه داشته می‌شود")
_DELETE = Phrase(en="Delete all", fa="پاک کردن همه‌چیز")
_WHAT = Phrase(
    en="Recordings, texts, the queue and settings are deleted for good, and Dabir closes. Of folders that you chose, "
    "only what Dabir recorded goes; your own files and exports stay.",
    fa="ضبط‌ها، متن‌ها، صف و تنظیمات برای همیشه پاک و برنامه بسته می‌شود. از پوشه‌هایی که خودتان انتخاب کرده‌اید فقط "
    "ضبط‌های دبیر پاک می‌شود؛ فایل‌های خودتان و خروجی‌ها می‌ماند.",
)
_MODELS_TOO = Phrase(en="Models too", fa="مدل‌ها هم پاک شود")
_SURE = Phrase(en="Yes, delete all for good", fa="بله، برای همیشه پاک شود")
_NO = Phrase(en="No, keep it", fa="نه، بماند")
_OPEN = Phrase(en="Open the folder", fa="باز کردن پوشه")
_YOURS = Phrase(en="{what}, in your own folder", fa="{what}، در پوشهٔ خودتان")


class PrivacyPage(Sheet):
    """`delete_asked` carries a bool: whether models are deleted too. Whoever hears it closes everything before."""

    delete_asked = Signal(bool)
    _counted = Signal(object)

    def __init__(self, interface: Interface) -> None:
        super().__init__(interface)
        self._rows: list[StoredRow] = []
        self._counted.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._table = QVBoxLayout()
        self._table.setSpacing(10)
        self.delete, self.keep = push_button(Drawing.REMOVE, kind="danger"), push_button()
        self.models_too = Tick()
        self._is_asking = False
        table, sure = QWidget(), QWidget()
        table.setLayout(self._table)
        self._table.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(sure)
        row.setContentsMargins(0, 4, 0, 0)
        for control in (self.delete, self.keep):
            row.addWidget(control)
        row.addStretch()
        self.add_heading(_PRIVACY)
        self.add_sentence(_NOBODY)
        self.add_heading(_WHERE)
        self.add(table)
        self.add_heading(_DELETE)
        self.add_sentence(_WHAT)
        self.add(self.models_too)
        self.add(sure)
        self.close_up()
        self.delete.clicked.connect(self._press)
        self.keep.clicked.connect(lambda: self._ask(is_asking=False))
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def look(self, recordings: Path) -> None:
        """Counts anew what there is, in a thread; recordings lie in the folder that is chosen for them."""
        where = {**folders(), Stored.RECORDINGS: recordings}
        while self._rows:
            self._rows.pop().deleteLater()
        for what, folder in where.items():
            row = StoredRow(self._interface, what, folder, is_ours=folder == folders()[what])
            self._rows.append(row)
            self._table.addWidget(row)
        threading.Thread(target=self._count, args=[where], daemon=True, name="stored").start()
        self._ask(is_asking=False)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text = self._interface.text
        self.models_too.setText(text(_MODELS_TOO))
        self.delete.setText(caption(text(_SURE if self._is_asking else _DELETE)))
        self.keep.setText(text(_NO))
        for button in (self.delete, self.keep):
            name_control(button, button.text().strip())

    def _count(self, where: Mapping[Stored, Path]) -> None:
        counted = amounts(where)
        with suppress(RuntimeError):  # the page is gone
            self._counted.emit(counted)

    def _show(self, counted: Sequence[Amount]) -> None:
        for row in self._rows:
            for amount in counted:
                row.show_amount(amount)

    def _press(self) -> None:
        if self._is_asking:
            self.delete_asked.emit(self.models_too.isChecked())
        else:
            self._ask(is_asking=True)

    def _ask(self, *, is_asking: bool) -> None:
        self._is_asking = is_asking
        self.keep.setVisible(is_asking)
        set_kind(self.delete, "grave" if is_asking else "danger")
        role = QPalette.ColorRole.Base if is_asking else QPalette.ColorRole.BrightText
        self.delete.setIcon(icon(Drawing.REMOVE, role))
        self.retranslate()
        if is_asking:
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)


class StoredRow(QWidget):
    """What lies there, how much, and where."""

    def __init__(self, interface: Interface, what: Stored, folder: Path, *, is_ours: bool) -> None:
        super().__init__()
        self._interface, self._what = interface, what
        self._folder, self._is_ours = folder, is_ours
        self._bytes: int | None = None
        self.name, self.amount, self.path = QLabel(), QLabel(), QLabel()
        for label in (self.amount, self.path):
            label.setProperty("kind", "muted")
        self.path.setWordWrap(True)
        self.open_button = tool_button(Drawing.FOLDER)
        self.open_button.clicked.connect(lambda: open_folder(folder))
        self._lay_out()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_amount(self, amount: Amount) -> None:
        """How much it is, if it is of this folder."""
        if amount.folder == self._folder:
            self._bytes = amount.size_bytes
            self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        name = self._interface.text(WHAT[self._what])
        if not self._is_ours:
            name = self._interface.text(_YOURS, what=name)
        self.name.setText(self._interface.directed(name))
        amount = "…" if self._bytes is None else size(self._interface, self._bytes)
        self.amount.setText(self._interface.directed(amount))
        self.path.setText(self._interface.directed(left_to_right(_breakable(self._folder))))
        name_control(self.open_button, f"{name}: {self._interface.text(_OPEN)}")

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self.name)
        above.addWidget(self.amount)
        above.addStretch()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(above)
        words.addWidget(self.path)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.open_button)


def _breakable(path: Path) -> str:
    """The path with places where a line may end."""
    return str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")
