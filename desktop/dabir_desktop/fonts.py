"""The window's typeface: Vazirmatn, drawn for Persian, with Latin letters of the same weight.

The static files are shipped since Qt loads the variable one as a single weight and thickens it itself for the others.
Source: npm vazirmatn 33.0.3, fonts/ttf.
"""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILY: Final = "Vazirmatn"
_POINTS: Final = 10.5


def font_files() -> tuple[Path, ...]:
    """The files that ship with the package, by name."""
    return tuple(sorted((Path(__file__).parent / "assets" / "fonts").glob(f"{FAMILY}-*.ttf")))


def load_fonts() -> QFont:
    """Makes the typeface known to Qt; gives the font of all ordinary text.

    A file that cannot be read leaves the system's own Persian typeface in its place.
    """
    for file in font_files():
        QFontDatabase.addApplicationFont(str(file))
    font = QFont(FAMILY)
    font.setPointSizeF(_POINTS)
    return font
