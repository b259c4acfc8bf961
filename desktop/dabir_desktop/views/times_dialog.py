"""When a segment begins and ends, to be typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dabir_core.text.typed_time import typed_time
from dabir_core.transcript import Transcript
from dabir_core.units import Seconds
from dabir_desktop.editing import may_have_times
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.timecode import written

_TITLE = Phrase(en="Times of this part", fa="زمان این بخش")
_START = Phrase(en="Starts at", fa="شروع")
_END = Phrase(en="Ends at", fa="پایان")
_SAVE = Phrase(en="Save", fa="ذخیره")
_CANCEL = Phrase(en="Cancel", fa="انصراف")
_HINT = Phrase(
    en="Hours, minutes, seconds: 0:01:15.250",
    fa="ساعت، دقیقه، ثانیه: \u2066۰:۰۱:۱۵٫۲۵۰\u2069",
)
_WRONG = Phrase(
    en="The end must follow the start, and the start must lie between those of the parts before and after.",
    fa="پایان باید بعد از شروع باشد و شروع، بین شروع بخش قبلی و بخش بعدی.",
)

_WIDTH = 360


class TimesDialog(QDialog):
    """Two fields. `chosen` carries the segment's number, its start and its end."""

    chosen = Signal(int, float, float)

    def __init__(self, transcript: Transcript, number: int, *, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._number = number
        self._interface = interface
        segment = transcript.segments[number]
        self.start, self.end = (QLineEdit(self._shown(each)) for each in (segment.start, segment.end))
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().lineSpacing())  # the longer one has room too
        self._buttons = QDialogButtonBox()
        self._save = self._buttons.addButton(interface.text(_SAVE), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(interface.text(_CANCEL), QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self._judge()

    def times(self) -> tuple[Seconds, Seconds] | None:
        """What is typed, if the segment may have these times."""
        start, end = typed_time(self.start.text()), typed_time(self.end.text())
        if start is None or end is None:
            return None
        return (start, end) if may_have_times(self._transcript, self._number, start=start, end=end) else None

    def _shown(self, seconds: Seconds) -> str:
        time = self._interface.digits(written(seconds))
        return time.replace(".", "٫") if self._interface.is_right_to_left else time

    def _lay_out(self) -> None:
        self.setWindowTitle(self._interface.text(_TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._hint.setProperty("kind", "muted")
        self._save.setProperty("kind", "primary")
        form, column = QFormLayout(), QVBoxLayout(self)
        for field, phrase in ((self.start, _START), (self.end, _END)):
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            field.setAccessibleName(self._interface.text(phrase))
            field.textEdited.connect(lambda _text: self._judge())
            form.addRow(QLabel(self._interface.label(phrase)), field)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        self.setMinimumWidth(_WIDTH)
        column.addLayout(form)
        column.addWidget(self._hint)
        column.addWidget(self._buttons)
        self._buttons.accepted.connect(self._choose)
        self._buttons.rejected.connect(self.reject)

    def _judge(self) -> None:
        is_right = self.times() is not None
        self._save.setEnabled(is_right)
        self._hint.setText(self._interface.label(_HINT if is_right else _WRONG))

    def _choose(self) -> None:
        times = self.times()
        if times is not None:
            self.chosen.emit(self._number, *times)
            self.accept()
