"""Tab order of what is made late: Qt puts it behind everything that there was, wherever it is seen."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_within(holder: QWidget, controls: Iterable[QWidget]) -> None:
    """Tab reaches these where their holder stands, one after the other.

    Qt moves controls only behind one that takes the focus, so the holder does while they are moved.
    """
    policy = holder.focusPolicy()
    holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    before = holder
    for control in controls:
        QWidget.setTabOrder(before, control)
        before = control
    holder.setFocusPolicy(policy)
