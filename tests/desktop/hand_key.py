"""A way to keys of every window that a test answers by hand."""

from dabir_desktop.global_keys import PressCallback, TellCallback
from dabir_desktop.keystroke import Keystroke


class HandKey:
    """A key that was asked for."""

    def __init__(self, keystroke: Keystroke, *, tell: TellCallback, press: PressCallback) -> None:
        self.keystroke, self.tell, self.press = keystroke, tell, press
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class HandWay:
    """Keeps every key that was asked for."""

    def __init__(self) -> None:
        self.keys: list[HandKey] = []

    def __call__(self, keystroke: Keystroke, *, tell: TellCallback, press: PressCallback) -> HandKey:
        self.keys.append(HandKey(keystroke, tell=tell, press=press))
        return self.keys[-1]
