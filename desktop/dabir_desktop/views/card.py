"""A surface on the window's ground that holds one widget: a text, a list."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


def card_of(widget: QWidget) -> QFrame:
    """The widget on a card, without a line of its own."""
    widget.setProperty("kind", "bare")
    card = QFrame()
    card.setProperty("kind", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(2, 2, 2, 2)
    inside.addWidget(widget)
    return card
