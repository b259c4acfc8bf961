"""Writing a transcript to a file while the window goes on.

Rendering ten hours of subtitles takes seconds of pure Python: it runs in a thread. A file is written whole or not at
all, so an export that is given up leaves what was there before; what was rendered by then is thrown away.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import OutputError
from dabir_core.formats import Kind, render_file, write_rendered
from dabir_core.progress import CancelToken
from dabir_core.transcript import Transcript
from dabir_desktop.background import Background


class Exporter(QObject):
    """Exports one transcript after the other.

    `began`, `written` and `cancelled` carry the Path, `failed` the OutputError; one of the last three ends each export.
    """

    began = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background("export", self)
        self._under_way: dict[CancelToken, Path] = {}

    @property
    def is_busy(self) -> bool:
        """Whether an export is under way."""
        return bool(self._under_way)

    def export(self, transcript: Transcript, path: Path, *, kind: Kind) -> None:
        """Begins to write this file, after those that were asked for before."""
        cancel = CancelToken()
        self._under_way[cancel] = path
        self.began.emit(path)
        self._background.run(
            lambda: _write(transcript, path, kind=kind, cancel=cancel),
            lambda _nothing: self._end(cancel),
            otherwise=lambda error: self._fail(cancel, error),
        )

    def cancel(self) -> None:
        """Gives up all exports that are under way; said at once, though what is rendered now is rendered to its end."""
        for cancel, path in tuple(self._under_way.items()):
            cancel.cancel()
            del self._under_way[cancel]
            self.cancelled.emit(path)

    def _end(self, cancel: CancelToken) -> None:
        if cancel in self._under_way:
            self.written.emit(self._under_way.pop(cancel))

    def _fail(self, cancel: CancelToken, error: Exception) -> None:
        if not isinstance(error, OutputError):
            raise error
        if self._under_way.pop(cancel, None):
            self.failed.emit(error)


def _write(transcript: Transcript, path: Path, *, kind: Kind, cancel: CancelToken) -> None:
    if cancel.is_cancelled:
        return
    content = render_file(transcript, kind)
    if not cancel.is_cancelled:
        write_rendered(content, path)
