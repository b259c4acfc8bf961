"""The first block of a text field that is seen.

Asked for a place above its first block, Qt answers with the first that is not laid out yet, if there is one: it stands
nowhere. So what is asked for is never above the document's margin.
"""

from math import ceil

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit


def first_in_sight(page: QTextEdit) -> QTextBlock:
    """The block at the viewport's upper edge."""
    below_margin = ceil(page.document().documentMargin()) + 1 - page.verticalScrollBar().value()
    return page.cursorForPosition(QPoint(0, max(0, below_margin))).block()
