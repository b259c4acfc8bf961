"""Light and dark: the app's own two palettes, and which of them is worn.

On Linux the platform tells which scheme it likes but need not change Qt's palette, so both are ours and one is applied
by the system's wish or by the user's. With a stylesheet anywhere, `setPalette` alone leaves old colours behind;
therefore there is one stylesheet, for the whole app, with colours as literals, and it is set anew after each palette.
Contrast of text and of muted text is at least 4.5 to 1 on every ground that it stands on (WCAG 2.2, 1.4.3).
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from dabir_desktop.stylesheet import STYLESHEET


class Mode(StrEnum):
    """What the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of one palette, as «#rrggbb».

    window, base, raised   the ground, a card on it, what stands out of a card
    text, muted            what is read first, and what stands back
    border                 lines between things
    accent, on_accent      the one colour of ours, and text on it
    soft                   a ground of the accent's hue: what is lit, hovered or dropped upon
    danger, warning, good  what failed or records, what to look at, what is done
    """

    window: str
    base: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    soft: str
    danger: str
    warning: str
    good: str


LIGHT: Final = Colours(
    window="#f4f6f6",
    base="#ffffff",
    raised="#edf1f1",
    text="#15201f",
    muted="#566463",
    border="#d6dedd",
    accent="#0c756b",
    on_accent="#ffffff",
    soft="#dff1ee",
    danger="#b3261e",
    warning="#8a5200",
    good="#17693a",
)
DARK: Final = Colours(
    window="#111615",
    base="#191f1e",
    raised="#232b2a",
    text="#e7eeed",
    muted="#9aa9a7",
    border="#3a4846",
    accent="#45c8b8",
    on_accent="#04211d",
    soft="#163430",
    danger="#ff8a80",
    warning="#f2b866",
    good="#6fd08c",
)


def colours_now() -> Colours:
    """What the app wears, for what no role of QPalette stands for; ask again at each QEvent.PaletteChange.

    A widget's own palette does not tell: the stylesheet writes the colours of a control into it.
    """
    ground = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if ground.lightness() < 128 else LIGHT


def palette_of(colours: Colours) -> QPalette:
    """Qt's palette of them; what is disabled stands back."""
    role, disabled = QPalette.ColorRole, QPalette.ColorGroup.Disabled
    palette = QPalette(QColor(colours.raised), QColor(colours.window))
    for name, colour in (
        *((each, colours.text) for each in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)),
        *((each, colours.base) for each in (role.Base, role.ToolTipBase)),
        *((each, colours.accent) for each in (role.Highlight, role.Accent, role.Link, role.LinkVisited)),
        (role.Window, colours.window),
        (role.AlternateBase, colours.raised),
        (role.Button, colours.raised),
        (role.HighlightedText, colours.on_accent),
        (role.BrightText, colours.danger),
        (role.PlaceholderText, colours.muted),
        (role.Mid, colours.border),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, name, QColor(colours.muted))
    palette.setColor(disabled, role.Highlight, QColor(colours.border))
    return palette


class Theme(QObject):
    """Dresses the app. `changed` tells that other colours are worn now; widgets hear of it as PaletteChange too."""

    changed = Signal()

    def __init__(self, application: QApplication, mode: Mode = Mode.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._mode = mode
        self._worn: Colours | None = None
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What the user wants."""
        return self._mode

    @property
    def colours(self) -> Colours:
        """What is worn now."""
        system = self._application.styleHints().colorScheme()
        is_dark = self._mode is Mode.DARK or (self._mode is Mode.SYSTEM and system == Qt.ColorScheme.Dark)
        return DARK if is_dark else LIGHT

    def choose(self, mode: Mode) -> None:
        """Wears that from now on."""
        self._mode = mode
        self._apply()

    def _apply(self) -> None:
        if self.colours is self._worn:
            return
        self._worn = self.colours
        self._application.setPalette(palette_of(self._worn))
        self._application.setStyleSheet(STYLESHEET.substitute(asdict(self._worn)))
        self.changed.emit()
