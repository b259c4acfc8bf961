"""Qt's dialog of files, in the language of the window: what its Persian translation has not, and no list of endings.

Where the system has a dialog of its own, that one is shown, and its words are the system's.
"""

from PySide6.QtWidgets import QFileDialog, QWidget

from dabir_desktop.i18n import Interface, Phrase

_LABELS = {
    QFileDialog.DialogLabel.LookIn: Phrase(en="Look &in:", fa="پوشه:"),
    QFileDialog.DialogLabel.FileType: Phrase(en="Files of &type:", fa="نوع فایل:"),
    QFileDialog.DialogLabel.FileName: Phrase(en="File &name:", fa="نام فایل:"),
}


def file_dialog(parent: QWidget | None, interface: Interface, *, title: str, folder: str = "") -> QFileDialog:
    """A dialog that stands in that folder; it is for the caller to open it, and to have it deleted."""
    dialog = QFileDialog(parent, title, folder)
    for label, phrase in _LABELS.items():
        dialog.setLabelText(label, interface.text(phrase))
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.setViewMode(QFileDialog.ViewMode.List)  # its columns know neither Persian words nor Persian dates
    return dialog
