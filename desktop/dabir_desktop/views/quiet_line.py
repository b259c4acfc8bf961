"""One quiet line under the drop zone: which model reads, and which language is spoken; each opens a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from dabir_desktop.i18n import Interface, Phrase, locale_of
from dabir_desktop.i18n.bidi import isolated, left_to_right
from dabir_desktop.icons import Drawing, paint_drawing
from dabir_desktop.settings import AUTO
from dabir_desktop.spoken import NEAR, far_languages, own_name
from dabir_desktop.theme import colours_now
from dabir_desktop.views.buttons import name_control

_MODEL = Phrase(en="Model: {name}", fa="مدل: {name}")
_SPOKEN = Phrase(en="Spoken: {name}", fa="زبان گفتار: {name}")
_AUTO = Phrase(en="found out by itself", fa="تشخیص خودکار")
_OTHERS = Phrase(en="Other languages", fa="زبان‌های دیگر")
_DEMO = Phrase(en="demo (a toy, to try things out)", fa="نمایشی (فقط برای امتحان)")

_ARROW: Final = 14
_LEAST_WIDTH: Final = 130


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A checkpoint that can be chosen: what it is called in the settings, and what it is called on the screen."""

    name: str
    shown: str
    is_demo: bool = False


class QuietLine(QWidget):
    """`model_chosen` and `spoken_chosen` carry a str: a choice's name, Whisper's code or «auto»."""

    model_chosen = Signal(str)
    spoken_chosen = Signal(str)

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface
        self._models: tuple[ModelChoice, ...] = ()
        self._model = ""
        self._spoken = AUTO
        self._model_button = _Chooser(self._fill_models)
        self._spoken_button = _Chooser(self._fill_languages)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch()
        row.addWidget(self._model_button)
        row.addWidget(self._spoken_button)
        row.addStretch()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_choices(self, models: Sequence[ModelChoice], *, model: str, spoken: str) -> None:
        """What there is, and what is chosen."""
        self._models, self._model, self._spoken = tuple(models), model, spoken
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        chosen = next((choice for choice in self._models if choice.name == self._model), None)
        self._model_button.setVisible(chosen is not None)
        if chosen is not None:
            self._say(self._model_button, self._interface.text(_MODEL, name=self._shown(chosen)))
        self._say(self._spoken_button, self._interface.text(_SPOKEN, name=self._named(self._spoken)))

    def _say(self, button: QToolButton, text: str) -> None:
        button.setText(text)
        name_control(button, text)

    def _shown(self, choice: ModelChoice) -> str:
        return self._interface.text(_DEMO) if choice.is_demo else left_to_right(choice.shown)

    def _named(self, code: str) -> str:
        return self._interface.text(_AUTO) if code == AUTO else isolated(own_name(code))

    def _fill_models(self, menu: QMenu) -> None:
        for choice in self._models:
            action = _choice(menu, self._shown(choice), is_chosen=choice.name == self._model)
            action.triggered.connect(partial(self.model_chosen.emit, choice.name))

    def _fill_languages(self, menu: QMenu) -> None:
        for code in (AUTO, *NEAR):
            self._add_language(menu, code, self._named(code))
        menu.addSeparator()
        others = menu.addMenu(self._interface.text(_OTHERS))
        for code, name in far_languages(locale_of(self._interface.language)):
            self._add_language(others, code, name)

    def _add_language(self, menu: QMenu, code: str, name: str) -> None:
        action = _choice(menu, name, is_chosen=code == self._spoken)
        action.triggered.connect(partial(self.spoken_chosen.emit, code))


class _Chooser(QToolButton):
    """Words with a small arrow behind them; `fill` makes its list when it is opened."""

    def __init__(self, fill: Callable[[QMenu], None]) -> None:
        super().__init__()
        self._fill = fill
        self.setProperty("kind", "chooser")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_anew)
        self.setMenu(self._menu)

    def minimumSizeHint(self) -> QSize:
        """A long name gives way in its middle; the tool tip has it whole."""
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrow stands where the words end."""
        super().paintEvent(event)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = 6 if is_mirrored else self.width() - 6 - _ARROW
        painter = QPainter(self)
        place = QRect(left, (self.height() - _ARROW) // 2 + 1, _ARROW, _ARROW)
        paint_drawing(painter, place, drawing=Drawing.DOWN, colour=colours_now().muted)
        painter.end()

    def _fill_anew(self) -> None:
        self._menu.clear()
        self._fill(self._menu)


def _choice(menu: QMenu, text: str, *, is_chosen: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    return action
