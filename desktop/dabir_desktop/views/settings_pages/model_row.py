"""An installed checkpoint: its name, size and licence; make it the default, remove it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.amounts import size
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.icons import Drawing
from dabir_desktop.installed_models import InstalledModel
from dabir_desktop.views.buttons import caption, name_control, push_button, set_kind, tool_button
from dabir_desktop.views.one_line import OneLine

_USED = Phrase(en="in use", fa="در حال استفاده")
_USE = Phrase(en="Use this", fa="استفاده از این")
_REMOVE = Phrase(en="Remove", fa="حذف")
_SURE = Phrase(en="Remove for good?", fa="حذف شود؟")
_LICENCE = Phrase(en="licence {name}", fa="مجوز {name}")
_FILE = Phrase(en="from a file", fa="از فایل")
_KEEP = Phrase(en="No, keep it", fa="نه، بماند")
_DOT = " · "


class ModelRow(QFrame):
    """`default_asked` and `removal_asked` carry the name."""

    default_asked = Signal(str)
    removal_asked = Signal(str)

    def __init__(self, interface: Interface, model: InstalledModel) -> None:
        super().__init__()
        self._interface, self.model = interface, model
        self._is_asking = False
        self.setProperty("kind", "card")
        self._name, self._facts, self._badge = OneLine(), QLabel(), QLabel()
        self._facts.setProperty("kind", "muted")
        self._badge.setProperty("kind", "badge")
        self.use, self.remove = push_button(), push_button(Drawing.REMOVE, kind="quiet")
        self.keep = tool_button(Drawing.CLOSE)
        self.use.clicked.connect(lambda: self.default_asked.emit(model.name))
        self.remove.clicked.connect(self._press)
        self.keep.clicked.connect(lambda: self._ask(is_asking=False))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.addLayout(words, 1)
        row.addWidget(self._badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        for widget in self.controls:
            row.addWidget(widget)
        self._badge.setVisible(model.is_default)
        self.use.setVisible(not model.is_default)
        interface.changed.connect(self.retranslate)
        self._ask(is_asking=False)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be pressed, in the order of reading."""
        return self.use, self.remove, self.keep

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text, model = self._interface.text, self.model
        shown = left_to_right(model.shown)
        licence = text(_LICENCE, name=left_to_right(model.licence)) if model.licence else text(_FILE)
        self._name.show_text(self._interface.directed(shown))
        self._facts.setText(self._interface.directed(size(self._interface, model.size_bytes) + _DOT + licence))
        self._badge.setText(self._interface.label(_USED))
        self.use.setText(text(_USE))
        self.remove.setText(caption(text(_SURE if self._is_asking else _REMOVE)))
        for button, phrase in ((self.use, _USE), (self.remove, _REMOVE)):
            name_control(button, f"{shown}: {text(phrase)}")
        name_control(self.keep, text(_KEEP))

    def _press(self) -> None:
        if self._is_asking:
            self.remove.setEnabled(False)
            self.removal_asked.emit(self.model.name)
        else:
            self._ask(is_asking=True)

    def _ask(self, *, is_asking: bool) -> None:
        self._is_asking = is_asking
        self.keep.setVisible(is_asking)
        set_kind(self.remove, "danger" if is_asking else "quiet")
        self.retranslate()
