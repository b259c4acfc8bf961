"""The typeface that ships with the window."""

from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from dabir_desktop.fonts import FAMILY, font_files, load_fonts


def test_the_typeface_is_ours_in_its_three_weights_with_its_licence(qapp: QApplication) -> None:
    font = load_fonts()
    assert QFontInfo(font).family() == FAMILY
    assert {"Regular", "Medium", "Bold"} <= set(QFontDatabase.styles(FAMILY))
    licence = font_files()[0].parent / "OFL.txt"
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text(encoding="utf-8")
