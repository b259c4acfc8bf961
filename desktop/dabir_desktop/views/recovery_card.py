"""What was cut short, offered on a card: to be turned into text, kept as it is, or deleted after one more question."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from dabir_core.record import Recording
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.recovering import Recovery
from dabir_desktop.views.buttons import name_control, push_button

_ONE = Phrase(en="A recording was cut short. Its sound is safe.", fa="یک ضبط نیمه‌کاره مانده بود؛ صدایش سالم است.")
_MANY = Phrase(
    en="{count} recordings were cut short. Their sound is safe.", fa="{count} ضبط نیمه‌کاره مانده بود؛ صدایشان سالم است."
)
_WHEN = Phrase(en="{date}, {time} · length {length}", fa="{date}، ساعت {time} · طول {length}")
_TRANSCRIBE = Phrase(en="Turn into text", fa="تبدیل به متن")
_KEEP = Phrase(en="Keep", fa="نگه‌داشتن")
_DELETE = Phrase(en="Delete", fa="حذف")
_SURE = Phrase(en="Delete for good", fa="برای همیشه حذف شود")
_NAMED = Phrase(en="{act}: {recording}", fa="{act}: {recording}")
_MOST_SHOWN: Final = 3


class RecoveryCard(QFrame):
    """Shows what is still to be decided, a row for each but for those that follow; hidden where nothing is."""

    def __init__(self, interface: Interface, recovery: Recovery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface, self._recovery = interface, recovery
        self._doomed: Recording | None = None
        self._title = QLabel()
        self._title.setProperty("kind", "heading")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # the drop zone gives way
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        recovery.found.connect(self._show)
        recovery.left.connect(self._show)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self._show(self._recovery.open)

    def _show(self, recordings: tuple[Recording, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)  # at once, for screen readers; deleted later, since its button was just pressed
                widget.deleteLater()
        count = self._interface.digits(str(len(recordings)))
        words = self._interface.label(_ONE if len(recordings) == 1 else _MANY, count=count)
        self._title.setText(words)
        self.setAccessibleName(words)
        for recording in recordings[:_MOST_SHOWN]:
            self._rows.addWidget(self._row(recording))
        self.setVisible(bool(recordings))

    def _row(self, recording: Recording) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        told = QLabel(self._interface.directed(self._described(recording)))
        told.setProperty("kind", "muted")
        line.addWidget(told, 1, Qt.AlignmentFlag.AlignVCenter)
        is_doomed = recording == self._doomed
        for phrase, kind, act in (
            (_TRANSCRIBE, "primary", partial(self._recovery.transcribe, recording)),
            (_KEEP, "", partial(self._recovery.keep, recording)),
            (_SURE if is_doomed else _DELETE, "danger" if is_doomed else "quiet", partial(self._delete, recording)),
        ):
            button = push_button(kind=kind)
            words = self._interface.text(phrase)
            button.setText(words)
            name_control(button, self._interface.text(_NAMED, act=words, recording=self._described(recording)))
            button.clicked.connect(act)
            line.addWidget(button)
        return row

    def _described(self, recording: Recording) -> str:
        begun = recording.started_at
        return self._interface.text(
            _WHEN,
            date=self._interface.date(begun),
            time=self._interface.digits(f"{begun:%H:%M}"),
            length=self._interface.clock(recording.seconds),
        )

    def _delete(self, recording: Recording) -> None:
        """The first press asks, the second deletes."""
        if recording == self._doomed:
            self._doomed = None
            self._recovery.delete(recording)
        else:
            self._doomed = recording
            self.retranslate()
