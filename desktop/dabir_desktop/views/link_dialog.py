"""Where a link is typed or pasted: one line, filled from the clipboard if a link lies there."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dabir_desktop.given import Given, given_in_text
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.buttons import push_button

_TITLE = Phrase(en="Open a link", fa="باز کردن پیوند")
_WHAT = Phrase(
    en="YouTube, Aparat, Telewebion, SoundCloud, or any link to a sound or a video. Only the sound is fetched.",
    fa="یوتیوب، آپارات، تلوبیون، ساندکلاود یا پیوند مستقیم صدا و ویدیو. فقط صدا دریافت می‌شود.",
)
_FETCH = Phrase(en="Transcribe", fa="به متن تبدیل کن")
_HOST_FIRST = re.compile(r"[^\s/:]+\.[^\s/:]+(/|$)")
_CANCEL = Phrase(en="Cancel", fa="انصراف")


class LinkDialog(QDialog):
    """`given` carries a Given with the links of the line. It is opened, never executed."""

    given = Signal(object)

    def __init__(self, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._interface = interface
        self._what = QLabel()
        self._what.setProperty("kind", "muted")
        self._what.setWordWrap(True)
        self._what.setMinimumHeight(2 * self._what.fontMetrics().lineSpacing())
        self._line = QLineEdit()
        self._line.setPlaceholderText("https://")
        self._line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._fetch = push_button(kind="primary")
        self._cancel = push_button()
        self._fetch.setDefault(True)
        self._fetch.clicked.connect(self._take)
        self._cancel.clicked.connect(self.reject)
        self._line.textChanged.connect(self._weigh)
        self._lay_out()
        interface.changed.connect(self.retranslate)
        self.retranslate()
        self._line.setText("\n".join(given_in_text(QGuiApplication.clipboard().text()).links[:1]))
        self._line.setSelection(len(self._line.text()), -len(self._line.text()))  # its beginning is seen
        self._weigh()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setWindowTitle(self._interface.text(_TITLE))
        self._what.setText(self._interface.label(_WHAT))
        self._fetch.setText(self._interface.text(_FETCH))
        self._cancel.setText(self._interface.text(_CANCEL))
        self._line.setAccessibleName(self._interface.text(_TITLE))

    def _weigh(self) -> None:
        self._fetch.setEnabled(bool(self._links))

    def _take(self) -> None:
        self.given.emit(Given(links=self._links))
        self.accept()

    @property
    def _links(self) -> tuple[str, ...]:
        written = self._line.text().strip()
        if _HOST_FIRST.match(written):
            written = f"https://{written}"
        return given_in_text(written).links

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self._fetch)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(self._what)
        column.addWidget(self._line)
        column.addLayout(row)
        self.setMinimumWidth(520)
