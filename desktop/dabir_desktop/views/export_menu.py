"""What a transcript can be saved as, in words that say what for."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from dabir_core.formats import Kind
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.file_dialog import file_dialog

_KINDS = {
    Kind.TXT: Phrase(en="Text (txt)", fa="متن ساده (txt)"),
    Kind.DOCX: Phrase(en="Word document (docx)", fa="سند ورد (docx)"),
    Kind.DOCX_TIMES: Phrase(en="Word document with times (docx)", fa="سند ورد با زمان‌ها (docx)"),
    Kind.SRT: Phrase(en="Subtitles (srt)", fa="زیرنویس (srt)"),
    Kind.SRT_RTL: Phrase(en="Subtitles for old players (srt)", fa="زیرنویس برای پخش‌کننده‌های قدیمی (srt)"),
    Kind.VTT: Phrase(en="Subtitles for the web (vtt)", fa="زیرنویس وب (vtt)"),
    Kind.TSV: Phrase(en="Table (tsv)", fa="جدول (tsv)"),
    Kind.JSON: Phrase(en="Everything, for programs (json)", fa="همه‌چیز، برای برنامه‌ها (json)"),
}
_NAME = Phrase(en="Export", fa="خروجی گرفتن")
_SAVE_AS = Phrase(en="Save the transcript", fa="ذخیرهٔ رونوشت")


class ExportMenu(QMenu):
    """The kinds of file. `chosen` carries the Path and the Kind, once a place was chosen for it."""

    chosen = Signal(object, object)

    def __init__(self, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self._interface = interface
        self._stem = Path("transcript")
        self.kinds: dict[Kind, QAction] = {}
        for kind in _KINDS:
            action = self.addAction("")
            action.triggered.connect(lambda _checked, kind=kind: self.ask(kind))
            self.kinds[kind] = action
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now."""
        self.setTitle(self._interface.text(_NAME))
        self.setAccessibleName(self._interface.text(_NAME))
        for kind, action in self.kinds.items():
            action.setText(self._interface.text(_KINDS[kind]))

    def set_stem(self, stem: Path) -> None:
        """Where files are offered to go: a path without a suffix, beside the recording."""
        self._stem = stem

    def ask(self, kind: Kind) -> QFileDialog:
        """Asks for the file's place, and then says what was chosen."""
        place = self._stem.with_name(f"{self._stem.name}.{kind.value}")
        dialog = file_dialog(
            self.parentWidget(), self._interface, title=self._interface.text(_SAVE_AS), folder=str(place.parent)
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind.value.rpartition(".")[2])
        dialog.setNameFilter(f"{self._interface.text(_KINDS[kind])} (*.{kind.value.rpartition('.')[2]})")
        dialog.selectFile(place.name)
        dialog.fileSelected.connect(lambda path: self.chosen.emit(Path(path), kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
