"""One card with a checkpoint on it: a radio button that looks like a card and says all that it shows."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QSizePolicy, QVBoxLayout

from dabir_desktop.card_choice import Card, Grade
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.amounts import size, span
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.theme import colours_now
from dabir_desktop.views.one_line import OneLine

_GRADES: Final = {
    Grade.FAST: Phrase(en="Fast", fa="سریع"),
    Grade.BALANCED: Phrase(en="Balanced", fa="متعادل"),
    Grade.ACCURATE: Phrase(en="Accurate", fa="دقیق"),
}
_RECOMMENDED = Phrase(en="our pick", fa="پیشنهاد ما")
_INSTALLED = Phrase(en="installed", fa="نصب است")
_ERRORS = Phrase(en="About {count} words in 100 wrong", fa="حدود {count} کلمه از ۱۰۰ تا اشتباه")
_MINUTES = Phrase(en="An hour of sound: about {time}", fa="هر ساعت صدا: حدود {time}")
_MEASURING = Phrase(en="Measuring this computer…", fa="سرعت این رایانه را می‌سنجیم…")
_UNKNOWN = Phrase(en="Speed not known here", fa="سرعتش روی این رایانه معلوم نیست")
_SIZE = Phrase(en="Download: up to {size}", fa="دانلود: حداکثر {size}")
_LICENCE = Phrase(en="licence {name}", fa="مجوز {name}")

_RADIUS: Final = 12.0
_DOT: Final = 18
_PADDING: Final = 16


class ModelCard(QRadioButton):
    """Chosen like any radio button: Tab to the group, arrows in it, Space."""

    def __init__(self, interface: Interface, card: Card) -> None:
        super().__init__()
        self._interface = interface
        self.card = card
        self._is_installed = False
        self._is_measuring = False
        self._title, self._badge = _line("heading"), _line("badge")
        self._name, self._licence = OneLine(), _line("muted")
        self._name.setProperty("kind", "muted")
        self._name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._facts = [_line("") for _ in range(3)]
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lay_out()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_card(self, card: Card, *, is_installed: bool, is_measuring: bool) -> None:
        """Another choice, or more about the same."""
        self.card, self._is_installed, self._is_measuring = card, is_installed, is_measuring
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        interface, entry = self._interface, self.card.entry
        label = interface.label
        self._title.setText(label(_GRADES[self.card.grade]))
        badge = _INSTALLED if self._is_installed else _RECOMMENDED
        self._badge.setVisible(self._is_installed or self.card.is_recommended)
        self._badge.setText(label(badge))
        name = left_to_right(entry.hub_id.rpartition("/")[2])
        self._name.show_text(interface.directed(name))
        self._licence.setText(interface.directed(left_to_right(entry.licence or "")))
        errors = interface.digits(str(round(entry.published.wer))) if entry.published else ""
        facts = (self._minutes(), label(_ERRORS, count=errors), label(_SIZE, size=size(interface, entry.most_bytes)))
        for line, fact in zip(self._facts, facts, strict=True):
            line.setText(fact)
        licence = interface.text(_LICENCE, name=entry.licence or "")
        self.setAccessibleName(f"{interface.text(_GRADES[self.card.grade])}, {entry.hub_id}")
        shown = [self._badge] if not self._badge.isHidden() else []
        self.setAccessibleDescription("; ".join((*(each.text() for each in (*shown, *self._facts)), licence)))
        self.setToolTip(left_to_right(entry.hub_id))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As large as what stands on it."""
        layout = self.layout()
        assert layout is not None, "laid out when it was made"
        return layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        layout = self.layout()
        assert layout is not None, "laid out when it was made"
        return layout.minimumSize()

    def hitButton(self, _place: object) -> bool:
        """The whole card is the button."""
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Colours are asked for when it is painted."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card, and the radio button's circle in its leading corner."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = self.isChecked()
        is_marked = is_chosen or self.hasFocus()
        pen = QPen(QColor(colours.accent if is_marked else colours.border), 2.0 if is_marked else 1.0)
        ground = colours.soft if is_chosen else colours.raised if self.underMouse() else colours.base
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - _PADDING - _DOT if is_mirrored else _PADDING
        circle = QRectF(left, self._title.geometry().center().y() - _DOT / 2, _DOT, _DOT)
        painter.setBrush(QColor(colours.base))
        painter.setPen(QPen(QColor(colours.accent if is_chosen else colours.muted), 1.6))
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(circle.adjusted(5, 5, -5, -5))
        painter.end()

    def _minutes(self) -> str:
        if self.card.minutes is not None:
            return self._interface.label(_MINUTES, time=span(self._interface, 60 * self.card.minutes))
        return self._interface.label(_MEASURING if self._is_measuring else _UNKNOWN)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addSpacing(_DOT + 10)
        above.addWidget(self._title)
        above.addStretch()
        above.addWidget(self._badge)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING - 2, _PADDING, _PADDING - 2)
        column.setSpacing(5)
        column.addLayout(above)
        whose = QHBoxLayout()
        whose.setSpacing(12)
        whose.addWidget(self._name, 1)
        whose.addWidget(self._licence)
        column.addLayout(whose)
        column.addSpacing(4)
        for line in self._facts:
            column.addWidget(line)
        column.addStretch()


def _line(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
