"""What the ways to a key of every window have in common, and which of them there is on this machine."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from dabir_desktop.keystroke import Keystroke


class Holding(StrEnum):
    """What became of the wish for a key.

    OFF      nobody wishes one
    ASKED    no answer yet
    HELD     it is ours
    TAKEN    another program has it
    REFUSED  the desktop, or its person, did not give it
    ABSENT   the keyboard has no such key
    UNFIT    it would take a letter from what is typed, or is no key that we know
    NOWHERE  this system has no way to it that we know
    """

    OFF = "off"
    ASKED = "asked"
    HELD = "held"
    TAKEN = "taken"
    REFUSED = "refused"
    ABSENT = "absent"
    UNFIT = "unfit"
    NOWHERE = "nowhere"


TellCallback = Callable[[Holding], object]
"""Called in any thread."""
PressCallback = Callable[[], object]
"""Called in any thread, once for each press, however long the key is held."""


class HeldKey(Protocol):
    """A key that is ours, or may become so."""

    def close(self) -> None:
        """Gives it back; nothing is told any more when this returns."""


class HoldsKey(Protocol):
    """A way to keys of every window."""

    def __call__(self, keystroke: Keystroke, *, tell: TellCallback, press: PressCallback) -> HeldKey:
        """Begins to hold a key; what becomes of it is told."""


def way_of(platform: str, environment: Mapping[str, str]) -> HoldsKey | None:
    """The desktop's portal under Wayland, where an X server sees its own windows only; X11 else; None elsewhere."""
    if platform != "linux":
        return None
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        from dabir_desktop.portal_keys import PortalKey

        return PortalKey
    if environment.get("DISPLAY"):
        from dabir_desktop.x11_keys import X11Key

        return X11Key
    return None
