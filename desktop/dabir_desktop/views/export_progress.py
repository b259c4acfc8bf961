"""A quiet line while a long export is written, with a way to give it up; a short one is over before it is seen."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from dabir_desktop.exporting import Exporter
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.buttons import name_control, push_button

_SAVING = Phrase(en="Saving the file…", fa="فایل ذخیره می‌شود…")
_GIVE_UP = Phrase(en="Cancel", fa="انصراف")
_KEY: Final = QKeySequence("Ctrl+.")
_PATIENCE_MS: Final = 500
_BAR_WIDTH: Final = 160


class ExportProgress(QWidget):
    """Shows itself while an exporter is busy for longer than a moment."""

    def __init__(self, exporter: Exporter, interface: Interface) -> None:
        super().__init__()
        self._exporter = exporter
        self._interface = interface
        self._label, self._bar = QLabel(), QProgressBar()
        self.give_up = push_button(kind="quiet")
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._lay_out()
        self._soon.timeout.connect(self.show)
        exporter.began.connect(lambda _path: self._soon.start())
        for ended in (exporter.written, exporter.failed, exporter.cancelled):
            ended.connect(lambda _what: self._end())
        self.give_up.clicked.connect(exporter.cancel)
        QShortcut(_KEY, self, exporter.cancel)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now."""
        self._label.setText(self._interface.label(_SAVING))
        self.give_up.setText(self._interface.text(_GIVE_UP))
        name_control(self.give_up, self._interface.text(_GIVE_UP), key=_KEY)
        self._bar.setAccessibleName(self._interface.text(_SAVING))

    def _end(self) -> None:
        if not self._exporter.is_busy:
            self._soon.stop()
            self.hide()

    def _lay_out(self) -> None:
        self.hide()
        self._label.setProperty("kind", "muted")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._bar)
        row.addWidget(self.give_up)
        row.addStretch()
