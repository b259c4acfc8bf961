"""Writing a transcript to a file while the window goes on.

Rendering ten hours of subtitles takes seconds of pure Python: it runs in a thread. A file is written whole or not at
all, so an export that is given up leaves what was there before; what was rendered by then is thrown away.
"""

from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import OutputError
from dabir_core.formats import Kind, render_file, write_rendered
from dabir_core.progress import CancelToken
from dabir_core.transcript import Transcript


class Exporter(QObject):
    """Exports one transcript at a time.

    `written` and `cancelled` carry the Path, `failed` the OutputError; one of them comes for each export.
    """

    written = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel: CancelToken | None = None
        self._ended.connect(self._end)

    _ended = Signal(object, object, object)

    @property
    def is_busy(self) -> bool:
        """Whether an export is under way."""
        return self._cancel is not None

    def export(self, transcript: Transcript, path: Path, *, kind: Kind) -> None:
        """Begins to write this file; an export that is still under way is given up."""
        self.cancel()
        self._cancel = CancelToken()
        work = Thread(target=self._work, args=(transcript, path, kind, self._cancel), name="export", daemon=True)
        work.start()

    def cancel(self) -> None:
        """Gives up the export that is under way, if any."""
        if self._cancel is not None:
            self._cancel.cancel()

    def _work(self, transcript: Transcript, path: Path, kind: Kind, cancel: CancelToken) -> None:
        """In the thread."""
        error = None
        content = render_file(transcript, kind)
        if not cancel.is_cancelled:
            try:
                write_rendered(content, path)
            except OutputError as raised:
                error = raised
        self._ended.emit(path, error, cancel)

    def _end(self, path: Path, error: OutputError | None, cancel: CancelToken) -> None:
        if cancel is self._cancel:
            self._cancel = None
        if cancel.is_cancelled:
            self.cancelled.emit(path)
        elif error is not None:
            self.failed.emit(error)
        else:
            self.written.emit(path)
