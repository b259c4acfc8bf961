"""A key of every window under X11: taken on the root window, in a thread with its own connection to the server.

Why not pynput: it listens to all that is typed. A grab hears one key, and the server says if another program has it.
A grab holds for one exact set of modifiers, and Caps Lock, Num Lock and Scroll Lock are among them: it is made once for
each of their combinations. Source: X11 protocol, GrabKey; python-xlib.
"""

import logging
import select
import socket
import threading
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from dabir_desktop.global_keys import Holding, PressCallback, TellCallback
from dabir_desktop.keystroke import Keystroke

_LOG = logging.getLogger(__name__)

_KEYSYMS: Final = {"Ctrl": "Control_L", "Alt": "Alt_L", "Shift": "Shift_L", "Meta": "Super_L"}
_LOCKS: Final = ("Caps_Lock", "Num_Lock", "Scroll_Lock")
_REPEAT_MS: Final = 10
"""A held key repeats as releases and presses at the same moment; no finger is as quick."""


class X11Key:
    """Holds one keystroke until it is closed."""

    def __init__(self, keystroke: Keystroke, *, tell: TellCallback, press: PressCallback) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(
            target=_hold, args=(keystroke, self._theirs, tell, press), daemon=True, name="x11-key"
        )
        self._thread.start()

    def close(self) -> None:
        """Gives the key back; nothing is told any more when this returns."""
        self._ours.close()
        self._thread.join()
        self._theirs.close()


def _hold(keystroke: Keystroke, end: socket.socket, tell: TellCallback, press: PressCallback) -> None:
    from Xlib.display import Display
    from Xlib.error import ConnectionClosedError, DisplayError

    try:
        display = Display()
    except (DisplayError, OSError):
        _LOG.info("no connection to the X server")
        tell(Holding.NOWHERE)
        return
    try:
        _Grab(display, keystroke).serve(end, tell=tell, press=press)
    except (ConnectionClosedError, OSError):
        _LOG.info("the X server went away")
    finally:
        display.close()


class _Grab:
    """A keystroke on the root window of one display."""

    def __init__(self, display: Any, keystroke: Keystroke) -> None:
        self._display, self._keystroke = display, keystroke
        self._root = display.screen().root
        self._taken: list[tuple[int, int]] = []  # keycode and modifiers
        self._released_ms: int | None = None

    def serve(self, end: socket.socket, *, tell: TellCallback, press: PressCallback) -> None:
        """Tells whether the key is ours, then each press, until the other side of `end` is closed."""
        tell(self._take())
        ready: list[Any] = []
        while end not in ready:
            while self._display.pending_events():  # also those that came with an answer, which no socket tells of
                self._hear(self._display.next_event(), tell=tell, press=press)
            ready, _, _ = select.select([self._display.fileno(), end], [], [])
        self._give_back()

    def _hear(self, event: Any, *, tell: TellCallback, press: PressCallback) -> None:
        from Xlib.X import MappingNotify

        if event.type == MappingNotify:  # another layout of the keyboard
            self._display.refresh_keyboard_mapping(event)
            tell(self._take())
        elif self._is_press(event):
            press()

    def _take(self) -> Holding:
        from Xlib.error import BadAccess, CatchError
        from Xlib.X import GrabModeAsync

        self._give_back()
        wanted = list(self._wanted())
        if not wanted:
            return Holding.ABSENT
        catcher = CatchError(BadAccess)
        for keycode, modifiers in wanted:
            self._root.grab_key(keycode, modifiers, False, GrabModeAsync, GrabModeAsync, onerror=catcher)
        self._display.sync()
        self._taken = wanted
        if catcher.get_error() is None:
            return Holding.HELD
        self._give_back()
        return Holding.TAKEN

    def _give_back(self) -> None:
        for keycode, modifiers in self._taken:
            self._root.ungrab_key(keycode, modifiers)
        self._taken.clear()
        self._display.sync()

    def _wanted(self) -> Iterator[tuple[int, int]]:
        """The keycode with every set of modifiers; nothing if this keyboard lacks one of them."""
        from Xlib import XK

        keycode = self._display.keysym_to_keycode(XK.string_to_keysym(self._keystroke.keysym))
        masks = [self._mask(_KEYSYMS[each]) for each in self._keystroke.modifiers]
        if not keycode or not all(masks):
            return
        locks = {mask for mask in map(self._mask, _LOCKS) if mask}
        for count in range(len(locks) + 1):
            for chosen in combinations(sorted(locks), count):
                yield keycode, sum(masks) | sum(chosen)

    def _mask(self, name: str) -> int:
        """The modifier that a key is on this keyboard; 0 for none."""
        from Xlib import XK

        keycode = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        for index, keycodes in enumerate(self._display.get_modifier_mapping()):
            if keycode and keycode in keycodes:
                return 1 << index
        return 0

    def _is_press(self, event: Any) -> bool:
        from Xlib import X

        if event.type == X.KeyRelease:
            self._released_ms = event.time
        if event.type != X.KeyPress:
            return False
        return self._released_ms is None or event.time - self._released_ms > _REPEAT_MS
