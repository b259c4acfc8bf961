"""The desk where a part of a transcript is made again, by this or another checkpoint, while the text stays open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dabir_core import Transcript
from dabir_core.asr import Excerpt, JobId, Redo
from dabir_core.errors import DabirError
from dabir_core.options import Urgency
from dabir_desktop.batch import Plan
from dabir_desktop.engine import Engine
from dabir_desktop.i18n import Phrase
from dabir_desktop.library import ItemId
from dabir_desktop.messages import Remedy, failed, told
from dabir_desktop.views.window import Window
from dabir_desktop.workers import Work

_BEGUN = Phrase(en="That part is being read again.", fa="این بخش دوباره خوانده می‌شود.")
_CANCEL = Phrase(en="Cancel", fa="انصراف")


@dataclass(frozen=True, slots=True)
class _Asked:
    item: ItemId
    base: Transcript


class Redoing(QObject):
    """redone  the library's item, the Transcript that a part of was asked for, and the Transcript that came of it"""

    redone = Signal(object, object, object)

    def __init__(self, window: Window, engine: Engine, plan: Callable[[], Plan]) -> None:
        super().__init__(window)
        self._window, self._engine, self._plan = window, engine, plan
        self._asked: dict[JobId, _Asked] = {}
        engine.finished.connect(self._finish)
        engine.failed.connect(self._fail)
        engine.cancelled.connect(lambda job: self._asked.pop(job, None))

    def begin(self, item: ItemId, part: Excerpt, *, of: Transcript, source: Path, model: str = "") -> None:
        """Makes that part again, with the model that is chosen where none is named."""
        plan = self._plan()
        options = replace(plan.options, language=of.language or None, urgency=Urgency.NOTE)
        job = self._engine.submit(Work(source, model or plan.model, options, Redo(of, part)))
        self._asked[job] = _Asked(item, of)
        self._window.tell(told(_BEGUN, remedy=Remedy(_CANCEL, lambda: self._engine.cancel(job))))

    def _finish(self, job: JobId, after: Transcript) -> None:
        asked = self._asked.pop(job, None)
        if asked is not None:
            self.redone.emit(asked.item, asked.base, after)

    def _fail(self, job: JobId, error: DabirError) -> None:
        if self._asked.pop(job, None) is not None:
            self._window.tell(failed(error))
