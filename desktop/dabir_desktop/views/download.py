"""How a checkpoint gets here: one button, then how fast and how long; beside it a mirror, or a file that one has.

Where the hub fails, both other ways open by themselves, with one sentence on why.
"""

import time
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from dabir_core.errors import DabirError
from dabir_core.models import InstallCancelled, InstallProgress, Stage
from dabir_desktop.download_pace import DownloadPace
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.amounts import size, span, speed
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.icons import Drawing
from dabir_desktop.model_orders import Fetch, ModelOrder, ModelOutcome, TakeIn
from dabir_desktop.model_troubles import wants_another_way, words_for
from dabir_desktop.model_work import ModelWork
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.other_ways import OtherWays

_FETCH = Phrase(en="Download", fa="دانلود")
_RESUME = Phrase(en="Go on downloading", fa="ادامهٔ دانلود")
_STOP = Phrase(en="Stop", fa="توقف")
_NAME = Phrase(en="Download of the model", fa="دانلود مدل")
_READY = Phrase(en="{model}: up to {size}, once only", fa="{model}: حداکثر {size}، فقط یک بار")
_STAGES = {
    Stage.WAITING: Phrase(en="Another window installs the same model…", fa="پنجرهٔ دیگری همین مدل را نصب می‌کند…"),
    Stage.ASKING: Phrase(en="Asking the model hub…", fa="از مخزن مدل‌ها می‌پرسیم…"),
    Stage.DOWNLOADING: Phrase(en="Downloading", fa="در حال دانلود"),
    Stage.COPYING: Phrase(en="Copying", fa="در حال کپی"),
    Stage.CHECKING: Phrase(en="Checking…", fa="درستی فایل‌ها را می‌سنجیم…"),
}
_AMOUNT = Phrase(en="{done} of {total}", fa="{done} از {total}")
_LEFT = Phrase(en="{time} left", fa="{time} مانده")
_STOPPED = Phrase(en="Stopped; what has come so far is kept.", fa="متوقف شد؛ آنچه آمده نگه داشته شده است.")
_DONE = Phrase(en="Installed and ready.", fa="نصب شد و آماده است.")
_DOT = " · "
_NARROW = 720

Words = Callable[[], str]


class Stand(StrEnum):
    """How far it is."""

    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


class Download(QFrame):
    """Installs the one model that it is told.

    installed       the model is here now
    mirror_changed  str: the mirror that somebody gave, to be kept
    """

    installed = Signal()
    mirror_changed = Signal(str)

    def __init__(self, interface: Interface, work: ModelWork) -> None:
        super().__init__()
        self._interface, self._work = interface, work
        self._model, self._most_bytes, self._proxy = "", 0, ""
        self._order: ModelOrder | None = None
        self._pace = DownloadPace()
        self._words: Words = str
        self.stand = Stand.READY
        self.fetch_button = push_button(Drawing.DOWNLOAD, kind="primary")
        self.stop_button = push_button(Drawing.CLOSE)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.line = QLabel()
        self.ways = OtherWays(interface)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.setProperty("kind", "card")
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self._show(Stand.READY)

    def offer(self, model: str, *, most_bytes: int = 0) -> None:
        """The model that the button installs; nothing changes while one is on its way."""
        if self.stand is Stand.RUNNING or model == self._model:
            return
        self._model, self._most_bytes = model, most_bytes
        self._show(Stand.READY)

    def go_through(self, *, mirror: str, proxy: str) -> None:
        """The ways that the settings know."""
        self._proxy = proxy
        self.ways.show_mirror(mirror)

    def renew(self) -> None:
        """What was installed may be so no more: it is offered again."""
        if self.stand is Stand.DONE:
            self._show(Stand.READY)

    def show_installed(self) -> None:
        """The offered model is here already."""
        if self.stand is not Stand.RUNNING:
            self._show(Stand.DONE)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text = self._interface.text
        resumes = self.stand in (Stand.STOPPED, Stand.FAILED)
        for button, phrase in ((self.fetch_button, _RESUME if resumes else _FETCH), (self.stop_button, _STOP)):
            button.setText(caption(text(phrase)))
            name_control(button, text(phrase))
        self.bar.setAccessibleName(text(_NAME))
        self.line.setText(self._interface.directed(self._words()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the other ways stand under the button."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(across if self.width() >= _NARROW else down)

    def _connect(self) -> None:
        self.fetch_button.clicked.connect(self._fetch)
        self.stop_button.clicked.connect(self._stop)
        self.ways.mirror_given.connect(self._fetch_from_mirror)
        self.ways.file_given.connect(lambda path: self._begin(TakeIn(path)))
        self._work.progressed.connect(self._advance)
        self._work.finished.connect(self._finish)
        self._work.failed.connect(self._fail)

    def _fetch(self) -> None:
        if self._model:
            self._begin(Fetch(self._model, self.ways.mirror, self._proxy))

    def _fetch_from_mirror(self, mirror: str) -> None:
        self.mirror_changed.emit(mirror)
        self._fetch()

    def _stop(self) -> None:
        if self._order is not None:
            self.stop_button.setEnabled(False)
            self._work.cancel(self._order)

    def _begin(self, order: ModelOrder) -> None:
        self._order, self._pace = order, DownloadPace()
        self._advance(order, InstallProgress(Stage.ASKING if isinstance(order, Fetch) else Stage.COPYING))
        self._show(Stand.RUNNING)
        self._work.begin(order)

    def _advance(self, order: ModelOrder, progress: InstallProgress) -> None:
        if order != self._order:
            return
        if progress.stage is Stage.DOWNLOADING:
            self._pace.observe(time.monotonic(), progress.done_bytes)
        self.bar.setRange(0, 1000 if progress.total_bytes else 0)
        if progress.total_bytes:
            self.bar.setValue(1000 * progress.done_bytes // progress.total_bytes)
        self._say(lambda: self._told(progress))

    def _finish(self, order: ModelOrder, outcome: ModelOutcome) -> None:
        if order != self._order:
            return
        self._order = None
        if isinstance(outcome, InstallCancelled):
            self._show(Stand.STOPPED if isinstance(order, Fetch) else Stand.READY)
            return
        self._show(Stand.DONE)
        self._announce()
        self.installed.emit()

    def _fail(self, order: ModelOrder, error: DabirError) -> None:
        if order != self._order:
            return
        self._order = None
        self._show(Stand.FAILED)
        self._say(lambda: words_for(error, self._interface))
        self._announce()
        if wants_another_way(error):
            self.ways.open()

    def _told(self, progress: InstallProgress) -> str:
        interface = self._interface
        parts = [interface.text(_STAGES[progress.stage])]
        if progress.stage in (Stage.DOWNLOADING, Stage.COPYING) and progress.total_bytes:
            done, total = size(interface, progress.done_bytes), size(interface, progress.total_bytes)
            parts.append(interface.text(_AMOUNT, done=done, total=total))
            pace, left = self._pace.bytes_per_second, self._pace.left(progress.total_bytes)
            parts += [speed(interface, pace)] if pace else []
            parts += [interface.text(_LEFT, time=span(interface, left))] if left else []
        return _DOT.join(parts)

    def _show(self, stand: Stand) -> None:
        self.stand = stand
        is_running = stand is Stand.RUNNING
        self.bar.setVisible(is_running)
        self.stop_button.setVisible(is_running)
        self.stop_button.setEnabled(is_running)
        self.fetch_button.setVisible(not is_running and stand is not Stand.DONE)
        self.ways.show_ways(is_open=not is_running and stand is not Stand.DONE)
        said: dict[Stand, Words] = {
            Stand.READY: self._ready,
            Stand.STOPPED: lambda: self._interface.text(_STOPPED),
            Stand.DONE: lambda: self._interface.text(_DONE),
        }
        self._say(said.get(stand, self._words))

    def _ready(self) -> str:
        model = left_to_right(self._model)
        if not self._most_bytes:
            return model
        return self._interface.text(_READY, model=model, size=size(self._interface, self._most_bytes))

    def _say(self, words: Words) -> None:
        self._words = words
        self.retranslate()

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words()))

    def _lay_out(self) -> None:
        self.line.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(14)
        self._rows.addLayout(row, 1)
        self._rows.addWidget(self.ways.buttons)
        row.addWidget(self.fetch_button)
        row.addWidget(self.line, 1)
        row.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(self._rows)
        column.addWidget(self.bar)
        column.addWidget(self.ways)
