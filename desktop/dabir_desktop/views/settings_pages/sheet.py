"""A page of the settings: headings, sentences and controls under each other, scrolled where they are many."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from dabir_desktop.i18n import Interface, Phrase


class Sheet(QScrollArea):
    """Says its own words in the language of now."""

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface
        self._phrases: dict[QLabel, Phrase] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(24, 20, 24, 24)
        self._column.setSpacing(8)
        self.setWidget(ground)
        interface.changed.connect(self._retell)

    def add_heading(self, phrase: Phrase) -> None:
        """Begins a part."""
        if self._column.count():
            self._column.addSpacing(18)
        self._add_label(phrase, "heading")

    def add_sentence(self, phrase: Phrase) -> None:
        """A quiet sentence."""
        self._add_label(phrase, "muted")

    def add_named(self, phrase: Phrase, control: QWidget) -> None:
        """A control under its name, which clicks through to it and is read out with it."""
        self._column.addSpacing(8)
        label = self._add_label(phrase, "")
        label.setBuddy(control)
        self._column.addWidget(control)

    def add(self, widget: QWidget) -> None:
        """Anything, over the whole width."""
        self._column.addWidget(widget)

    def close_up(self) -> None:
        """What was added stands together at the top."""
        self._column.addStretch()

    def _add_label(self, phrase: Phrase, kind: str) -> QLabel:
        label = QLabel(self._interface.label(phrase))
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        self._phrases[label] = phrase
        self._column.addWidget(label)
        return label

    def _retell(self) -> None:
        for label, phrase in self._phrases.items():
            label.setText(self._interface.label(phrase))
