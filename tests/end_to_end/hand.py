"""A hand and an eye in the program that is toured: keys and clicks by way of the X server, pictures of its screen.

xdotool's input takes the same way as a person's, window manager and all. Persian letters alone are given to the widget
that has the focus, since a key map of this screen has none.
"""

import asyncio
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from dabir_desktop.theme import Mode
from dabir_desktop.views.window import Window
from tests.desktop.keyboard import type_text

_PATIENCE_SECONDS = 120.0
_PAINTING_SECONDS = 0.15

View = TypeVar("View", bound=QWidget)


class Hand:
    """Of one visitor; pictures go to `album`."""

    def __init__(self, window: Window, album: Path) -> None:
        self.window, self._album = window, album
        self._pictures = 0

    def shown(self, kind: type[View]) -> View | None:
        """The widget of that kind that is seen now."""
        return next((each for each in self.window.findChildren(kind) if each.isVisible()), None)

    async def meet(self, kind: type[View]) -> View:
        """The same, waited for."""
        await until(lambda: self.shown(kind) is not None, kind.__name__)
        view = self.shown(kind)
        assert view is not None
        return view

    async def click(self, widget: QWidget, rect: QRect | None = None, *, times: int = 1) -> None:
        """Clicks in the middle of a widget, or of a part of it."""
        place = widget.mapToGlobal((rect or widget.rect()).center())
        await self._act("mousemove", str(place.x()), str(place.y()), "click", "--repeat", str(times), "1")

    async def press(self, *keys: str) -> None:
        """Presses keys, one chord after the other, as xdotool names them."""
        await self._act("key", *keys)

    async def write(self, text: str) -> None:
        """Writes where the focus is."""
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        type_text(focused, text)
        await asyncio.sleep(0)

    async def photograph(self, name: str) -> None:
        """Four pictures of the whole screen, in both languages and both themes; then all is as it was."""
        await self._act("mousemove", "4", "4")
        for language in ("fa", "en"):
            for mode in (Mode.LIGHT, Mode.DARK):
                self.window.header.mode_chosen.emit(mode)
                await self._picture(f"{name}-{language}-{mode}")
            self.window.actions_of.language.trigger()
        self.window.header.mode_chosen.emit(Mode.LIGHT)
        await asyncio.sleep(_PAINTING_SECONDS)

    async def photograph_once(self, name: str) -> None:
        """One picture, as it is."""
        await self._picture(name)

    async def _picture(self, name: str) -> None:
        await asyncio.sleep(_PAINTING_SECONDS)
        self._pictures += 1
        self._album.mkdir(parents=True, exist_ok=True)
        picture = QApplication.primaryScreen().grabWindow(0)
        assert picture.save(str(self._album / f"{self._pictures:02d}-{name}.png"))

    async def _act(self, *words: str) -> None:
        await asyncio.to_thread(subprocess.run, ["xdotool", *words], check=True, timeout=10)


async def until(holds: Callable[[], bool], what: str) -> None:
    """Waits while the window goes on. Raises: TimeoutError."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        await asyncio.sleep(0.03)
