"""Live text by the engine: what writes along with a recording, as the recorder wants it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from dabir_core import TranscribeOptions
from dabir_core.asr import JobId
from dabir_core.errors import DabirError
from dabir_core.record import Growth, LiveUpdate
from dabir_desktop.engine import Engine
from dabir_desktop.recorder import TellsLive
from dabir_desktop.workers import LiveWork


class Ears(QObject):
    """Obeys `ListensAlong`: one checkpoint, one way to read; for any number of recordings."""

    def __init__(
        self, engine: Engine, model: str, *, options: TranscribeOptions | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine, self._model, self._options = engine, model, options or TranscribeOptions()
        self._tells: dict[JobId, TellsLive] = {}
        engine.live_told.connect(self._tell)
        engine.failed.connect(self._fail)
        engine.live_over.connect(self._forget)

    def listen(self, growth: Growth, tell: TellsLive) -> Callable[[], None]:
        """See ListensAlong."""
        job = self._engine.submit(LiveWork(growth, self._model, self._options))
        self._tells[job] = tell
        return partial(self._engine.cancel, job)

    def _tell(self, job: JobId, update: LiveUpdate) -> None:
        if job in self._tells:
            self._tells[job](update)

    def _fail(self, job: JobId, error: DabirError) -> None:
        if job in self._tells:
            self._tells.pop(job)(error)

    def _forget(self, job: JobId) -> None:
        self._tells.pop(job, None)
