"""The first run: one page, one choice, and while the model comes a microphone to try and a sample to hear.

It works without network: the sample's model is bundled, and a model that one has is taken in from its file.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from dabir_core.errors import DabirError
from dabir_core.models import Entry, Recommendation, installed
from dabir_desktop.card_choice import Card, cards_for, cards_unmeasured
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.installed_models import installed_ids
from dabir_desktop.model_orders import Measure, ModelOrder, ModelOutcome
from dabir_desktop.model_work import ModelWork
from dabir_desktop.views.buttons import name_control, push_button, set_kind
from dabir_desktop.views.download import Download
from dabir_desktop.views.microphone_check import MicrophoneCheckView
from dabir_desktop.views.model_cards import ModelCards
from dabir_desktop.views.sample import Sample

_WELCOME = Phrase(en="Welcome to Dabir", fa="به دبیر خوش آمدید")
_PROMISE = Phrase(en="Your sound stays on this computer.", fa="صدای شما روی همین رایانه می‌ماند.")
_CHOOSE = Phrase(en="Which model shall listen?", fa="کدام مدل گوش بدهد؟")
_MEANWHILE = Phrase(en="Meanwhile", fa="تا آماده شود")
_BEGIN = Phrase(en="Let us begin", fa="شروع کنیم")
_LATER = Phrase(en="Later, without a model", fa="بعداً، فعلاً بدون مدل")
_GOES_ON = Phrase(en="Begin; the download goes on", fa="شروع کنیم؛ دانلود ادامه دارد")
_WIDEST = 1040
_NARROW = 720


class FirstRun(QScrollArea):
    """`finished`: the person goes on to the window; what is being downloaded goes on too."""

    finished = Signal()

    def __init__(
        self, interface: Interface, work: ModelWork, *, microphone: MicrophoneCheckView, sample: Sample
    ) -> None:
        super().__init__()
        self._interface, self._work = interface, work
        self._shown: tuple[Card, ...] = ()
        self.cards = ModelCards(interface)
        self.download = Download(interface, work)
        self.microphone, self.sample = microphone, sample
        self._labels = {_label(kind): phrase for kind, phrase in _LINES}
        self.begin = push_button(kind="primary")
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self._show_cards(cards_unmeasured(), is_measuring=True)
        self.retranslate()

    def start(self) -> None:
        """Measures this machine, then has the sample written."""
        self._work.begin(Measure())

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setAccessibleName(self._interface.text(_WELCOME))
        for label, phrase in self._labels.items():
            label.setText(self._interface.label(phrase))
        self._show_begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the two cards stand under each other."""
        super().resizeEvent(event)
        is_wide = self.viewport().width() >= _NARROW
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(across if is_wide else down)

    def _connect(self) -> None:
        self.cards.chosen.connect(self._offer)
        self.download.installed.connect(lambda: self._show_cards(self._shown))
        self._work.finished.connect(self._hear)
        self._work.failed.connect(self._hear_failure)
        self._work.begun.connect(self._show_begin)
        self.begin.clicked.connect(self._leave)

    def _offer(self, entry: Entry | None) -> None:
        if entry is None:
            return
        self.download.offer(entry.hub_id, most_bytes=entry.most_bytes)
        if entry.hub_id in installed_ids():
            self.download.show_installed()
        self._show_begin()

    def _hear(self, order: ModelOrder, outcome: ModelOutcome) -> None:
        if isinstance(order, Measure) and isinstance(outcome, Recommendation):
            self._show_cards(cards_for(outcome) or cards_unmeasured())
            self.sample.prepare()
        self._show_begin()

    def _hear_failure(self, order: ModelOrder, _error: DabirError) -> None:
        if isinstance(order, Measure):
            self._show_cards(self._shown)
            self.sample.prepare()
        self._show_begin()

    def _show_cards(self, cards: tuple[Card, ...], *, is_measuring: bool = False) -> None:
        self._shown = cards
        self.cards.show_cards(cards, installed=installed_ids(), is_measuring=is_measuring)
        before: QWidget = self.begin
        for card in self.cards.cards:  # made later than what stands below
            self.setTabOrder(before, card)
            before = card

    def _show_begin(self, _begun: ModelOrder | None = None) -> None:
        is_running = any(not isinstance(order, Measure) for order in self._work.under_way)
        phrase = _BEGIN if installed() else _GOES_ON if is_running else _LATER
        words = self._interface.text(phrase)
        self.begin.setText(words)
        name_control(self.begin, words)
        set_kind(self.begin, "primary" if phrase is _BEGIN else "")

    def _leave(self) -> None:
        self.microphone.stop()
        self.sample.leave()
        self.finished.emit()

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what has the focus in it is brought into sight
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        welcome, promise, choose, meanwhile = self._labels
        self._pair.setSpacing(12)
        self._pair.addWidget(self.microphone, 1)
        self._pair.addWidget(self.sample, 1)
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 12, 28, 20)
        column.setSpacing(0)
        greeting, above = QVBoxLayout(), QHBoxLayout()
        greeting.setSpacing(0)
        greeting.addWidget(welcome)
        greeting.addWidget(promise)
        above.addLayout(greeting, 1)
        above.addWidget(self.begin, alignment=Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(above)
        column.addSpacing(14)
        for item, space in ((choose, 8), (self.cards, 10), (self.download, 16), (meanwhile, 8)):
            column.addWidget(item)
            column.addSpacing(space)
        column.addLayout(self._pair)
        column.addStretch()
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch()
        row.addWidget(page, 100)
        row.addStretch()
        self.setWidget(ground)


_LINES = (("title", _WELCOME), ("muted", _PROMISE), ("heading", _CHOOSE), ("heading", _MEANWHILE))


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label
