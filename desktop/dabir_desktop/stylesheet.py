"""How Qt's controls look: one stylesheet for the whole app, into which `theme` puts the colours of now. Pure.

Controls are told apart by the property «kind»: primary (the one thing to do), quiet (no ground until it is pointed at),
round (an icon in a circle). Radii are 12 for surfaces and 10 for controls; what has the focus has a line of the accent.
"""

from string import Template
from typing import Final

STYLESHEET: Final = Template("""
QToolTip { color: $text; background: $base; border: 1px solid $border; border-radius: 6px; padding: 4px 8px; }

QPushButton, QToolButton {
  color: $text; background: $base; border: 1px solid $border; border-radius: 10px; padding: 7px 16px;
}
QToolButton { padding: 7px 10px; }
QPushButton:hover, QToolButton:hover { background: $raised; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: $soft; border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; border-color: $border; }
QToolButton::menu-indicator, QPushButton::menu-indicator { width: 0px; image: none; }

*[kind="primary"] { color: $on_accent; background: $accent; border: 1px solid $accent; }
*[kind="primary"]:hover { background: $accent; border: 1px solid $text; }
*[kind="primary"]:focus { border: 2px solid $text; }
*[kind="primary"]:disabled { color: $muted; background: $raised; border: 1px solid $border; }
*[kind="quiet"] { background: transparent; border: 1px solid transparent; }
*[kind="quiet"]:hover { background: $raised; }
*[kind="quiet"]:pressed, *[kind="quiet"]:checked { background: $soft; }
*[kind="quiet"]:focus { border: 1px solid $accent; }
*[kind="quiet"]:disabled { border: 1px solid transparent; }
*[kind="chooser"] { background: transparent; border: 1px solid transparent; color: $muted; padding: 6px 24px; }
*[kind="chooser"]:hover { background: $raised; color: $text; }
*[kind="chooser"]:focus { border: 1px solid $accent; }
*[kind="danger"] { color: $danger; }
QPushButton[kind="grave"] { color: $base; background: $danger; border: 1px solid $danger; }
QPushButton[kind="grave"]:focus { border: 2px solid $text; }

QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser, QSpinBox, QDoubleSpinBox {
  color: $text; background: $base; border: 1px solid $border; border-radius: 10px; padding: 6px 10px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus { border: 1px solid $accent; }

QTextEdit[kind="bare"], QListView[kind="bare"] { border: none; background: transparent; }

QComboBox {
  color: $text; background: $base; border: 1px solid $border; border-radius: 10px; padding: 7px 12px;
}
QComboBox:hover { background: $raised; }
QComboBox:focus { border: 1px solid $accent; }
QComboBox:disabled { color: $muted; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox QAbstractItemView { background: $base; color: $text; border: 1px solid $border; padding: 4px; }

QListView, QTreeView, QTableView {
  color: $text; background: $base; border: 1px solid $border; border-radius: 12px; padding: 4px; outline: 0;
}
QListView::item { border-radius: 8px; }

QListView[kind="sections"] { background: $raised; border: none; border-radius: 0; padding: 14px 10px; }
QListView[kind="sections"]::item { padding: 10px 12px; margin: 1px 0; }
QListView[kind="sections"]::item:selected { background: $soft; color: $text; }
QListView[kind="sections"]::item:hover:!selected { background: $base; }

QMenu { color: $text; background: $base; border: 1px solid $border; padding: 6px; menu-scrollable: 1; }
QMenu::item { padding: 7px 24px; border-radius: 6px; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QProgressBar { background: $raised; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; color: $muted; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QProgressBar[kind="bars"] { min-height: 44px; max-height: 44px; background: transparent; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QLabel { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QLabel[kind="title"] { font-size: 21pt; font-weight: 700; }
QLabel[kind="heading"] { font-size: 13pt; font-weight: 700; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="badge"] {
  color: $accent; background: $base; border: 1px solid $accent; border-radius: 9px; padding: 1px 9px;
}
QLabel[kind="key"] { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 2px 9px; }
QTextEdit[kind="plain"] { background: transparent; border: none; padding: 0; }
QFrame[kind="toast"] { background: $base; border: 1px solid $border; border-radius: 12px; }
QFrame[kind="trouble"] { background: $base; border: 1px solid $danger; border-radius: 12px; }
QFrame[kind="card"] { background: $base; border: 1px solid $border; border-radius: 12px; }
""")
