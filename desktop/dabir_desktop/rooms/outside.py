"""The room of what is asked for from outside the window: the key that holds in every window."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dabir_desktop.settings import Settings
from dabir_desktop.shortcuts import GlobalShortcut

if TYPE_CHECKING:  # the dialog is made when it is first asked for
    from dabir_desktop.views.settings import SettingsDialog


class Outside(QObject):
    """Holds the key that is chosen in the settings, from the moment on in which it is chosen.

    pressed  it was pressed
    """

    pressed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._wanted = ""
        self.shortcut = GlobalShortcut(self)
        self.shortcut.pressed.connect(self.pressed)
        settings.changed.connect(self._follow)
        self._follow()

    def show_on(self, dialog: "SettingsDialog") -> None:
        """Lets a page of the settings choose it, and shows there what became of it."""
        row = dialog.shortcuts.outside
        row.show_holding(self.shortcut.holding)
        row.show_key(self._wanted, is_possible=self.shortcut.is_possible)
        row.chosen.connect(self._keep)
        self.shortcut.changed.connect(row.show_holding)

    def close(self) -> None:
        """Gives the key back."""
        self.shortcut.close()

    def _keep(self, written: str) -> None:
        self._settings.keep(replace(self._settings.preferences, record_key=written))

    def _follow(self) -> None:
        wanted = self._settings.preferences.record_key
        if wanted != self._wanted:
            self._wanted = wanted
            self.shortcut.hold(wanted)
