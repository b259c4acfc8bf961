"""The three checkpoints to choose from, side by side; in a narrow window under each other."""

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QLabel, QVBoxLayout, QWidget

from dabir_core.models import Entry
from dabir_desktop.card_choice import Card
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.model_card import ModelCard

_NAME = Phrase(en="The model that listens", fa="مدلی که گوش می‌دهد")
_LATER = Phrase(
    en="Can be changed later. The errors are those of an independent test of Persian.",
    fa="بعداً می‌شود عوض کرد. شمار خطاها از یک آزمون مستقل فارسی است.",
)
_SPACING: Final = 12


class ModelCards(QWidget):
    """`chosen` carries an Entry: somebody chose that card."""

    chosen = Signal(object)

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface
        self._is_touched = False
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._choose)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(_SPACING)
        self._later = QLabel()
        self._later.setProperty("kind", "muted")
        self._later.setWordWrap(True)
        self._later.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.cards: list[ModelCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._row)
        column.addWidget(self._later)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def entry(self) -> Entry | None:
        """What is chosen; None while there is no card."""
        return next((each.card.entry for each in self.cards if each.isChecked()), None)

    def show_cards(self, cards: Sequence[Card], *, installed: Collection[str] = (), is_measuring: bool = False) -> None:
        """Offers these; the recommended one is chosen unless somebody chose before.

        `installed` are ids of checkpoints that are here already.
        """
        before = self.entry if self._is_touched else None
        self._make(cards)
        for widget, card in zip(self.cards, cards, strict=True):
            is_here = card.entry.hub_id in installed
            widget.show_card(card, is_installed=is_here, is_measuring=is_measuring)
        wanted = [each for each in self.cards if each.card.entry == before]
        wanted = wanted or [each for each in self.cards if each.card.is_recommended] or self.cards
        with QSignalBlocker(self._group):
            for widget in wanted[:1]:
                widget.setChecked(True)
        for widget in self.cards:  # Tab goes to the chosen one; Qt sees to that only after a click
            focus = Qt.FocusPolicy.StrongFocus if widget.isChecked() else Qt.FocusPolicy.ClickFocus
            widget.setFocusPolicy(focus)
        self.chosen.emit(self.entry)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self._later.setText(self._interface.label(_LATER))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Under each other where they do not fit side by side."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        needed = sum(each.minimumSizeHint().width() + _SPACING for each in self.cards)
        is_wide = self.width() >= needed
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if is_wide else down)

    def _make(self, cards: Sequence[Card]) -> None:
        while len(self.cards) > len(cards):
            widget = self.cards.pop()
            self._group.removeButton(widget)
            widget.deleteLater()
        for card in cards[len(self.cards) :]:
            widget = ModelCard(self._interface, card)
            self.cards.append(widget)
            self._group.addButton(widget)
            self._row.addWidget(widget, 1)
        self._turn()

    def _choose(self) -> None:
        self._is_touched = True
        self.chosen.emit(self.entry)
