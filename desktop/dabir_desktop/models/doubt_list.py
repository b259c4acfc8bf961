"""The doubted parts as a list for a view: the worst first, each with its time and its words."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dabir_core.transcript import WarningKind
from dabir_desktop.doubts import Doubt
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.models.draft import Draft

_KINDS = {
    WarningKind.LOW_CONFIDENCE: Phrase(en="not believable", fa="باورکردنی نیست"),
    WarningKind.TEXT_UNFINISHED: Phrase(en="may be incomplete", fa="شاید ناقص باشد"),
    WarningKind.NO_SPEECH: Phrase(en="no speech heard", fa="حرفی شنیده نشد"),
}
TIME_ROLE = Qt.ItemDataRole.UserRole.value
"""When the part begins, as a timecode."""
_MOST_SIGNS = 60
_EITHER = QModelIndex | QPersistentModelIndex


class DoubtList(QAbstractListModel):
    """Rows of doubts: the display role has the words, or what is doubted of them; for screen readers time and words."""

    def __init__(self, draft: Draft, interface: Interface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._interface = interface
        self._doubts: Sequence[Doubt] = ()

    @property
    def doubts(self) -> Sequence[Doubt]:
        """What the rows stand for."""
        return self._doubts

    def show(self, doubts: Sequence[Doubt]) -> None:
        """Lists these."""
        self.beginResetModel()
        self._doubts = doubts
        self.endResetModel()

    def rowCount(self, parent: _EITHER | None = None) -> int:
        """One row for each doubt."""
        return 0 if parent is not None and parent.isValid() else len(self._doubts)

    def data(self, index: _EITHER, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The words, the time, or both."""
        if not index.isValid():
            return None
        doubt = self._doubts[index.row()]
        if role == TIME_ROLE:
            return self._interface.clock(doubt.start)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(doubt)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._interface.clock(doubt.start)} {self._words(doubt)}"
        return None

    def _words(self, doubt: Doubt) -> str:
        if doubt.warning:
            return self._interface.label(_KINDS[doubt.warning])
        segments = self._draft.transcript.segments
        text = segments[doubt.segment].text[doubt.first : doubt.last] if doubt.segment < len(segments) else ""
        return isolated(text if len(text) <= _MOST_SIGNS else text[:_MOST_SIGNS].rstrip() + "…")
