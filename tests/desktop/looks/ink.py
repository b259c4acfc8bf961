"""Text found in pictures: what is painted and not written is known by its pixels alone."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QWidget

Ink = NDArray[np.float32]
"""(height, width), 0 where the ground is and 1 where it is covered most."""


def ink_of(widget: QWidget) -> Ink:
    """What is on the widget's ground, which may be its window's."""
    window = widget.window()
    return _ink(window.grab(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())).toImage())


def written(text: str, font: QFont) -> Ink:
    """The text, from left to right, cut to its ink."""
    metrics = QFontMetrics(font)
    image = QImage(metrics.horizontalAdvance(text) + 8, metrics.height(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(font)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(4, metrics.ascent(), text)
    painter.end()
    ink = _ink(image)
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.2), np.flatnonzero(ink.max(axis=0) > 0.2)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def likeness(picture: Ink, sought: Ink) -> float:
    """How like the sought one the likest place of the picture is: 1 is the same, by the correlation of their ink."""
    places = sliding_window_view(picture, sought.shape)[:, ::1]
    wanted = (sought - sought.mean()) / (np.linalg.norm(sought - sought.mean()) + 1e-6)
    best = 0.0
    for row in places:
        flat = row.reshape(len(row), -1)
        centred = flat - flat.mean(axis=1, keepdims=True)
        best = max(best, float(np.max(centred @ wanted.ravel() / (np.linalg.norm(centred, axis=1) + 1e-6))))
    return best


def _ink(image: QImage) -> Ink:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(bytes(grey.constBits()), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    values = rows[:, : grey.width()].astype(np.float32)
    ground = np.median(values)
    covered: Ink = np.abs(values - ground) / max(1.0, float(np.abs(values - ground).max()))
    return covered
