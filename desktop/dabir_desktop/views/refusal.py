"""What is shown where the window cannot open at all: the reason, and one button."""

import asyncio
from typing import Final

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.messages import Message

_ICON: Final = 40
_NAME = Phrase(en="Dabir", fa="دبیر")


async def show_refusal(message: Message, interface: Interface) -> None:
    """Shows it until it is put away. Opened, never executed: that stops coroutines."""
    is_over = asyncio.Event()
    box = QMessageBox()
    box.setWindowTitle(interface.text(_NAME))
    box.setIconPixmap(icon(Drawing.WARNING, QPalette.ColorRole.BrightText).pixmap(_ICON, _ICON))
    box.setText(interface.directed(message.words(interface)))
    box.finished.connect(is_over.set)
    box.open()
    await is_over.wait()
