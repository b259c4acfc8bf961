"""A key with its modifiers, as it is written in the settings («Ctrl+Alt+R»), for keys that hold in every window. Pure.

Only keys that every keyboard has by the same name, and never one that types: a letter alone would be taken from all
other programs. Source of the portal's way of writing: freedesktop.org, "Shortcuts specification".
"""

from dataclasses import dataclass
from typing import Final, Self

_MODIFIERS: Final = ("Ctrl", "Alt", "Shift", "Meta")
_PORTAL: Final = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}
_TYPING: Final = frozenset({"Shift"})
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_FUNCTIONS: Final = frozenset(f"F{number}" for number in range(1, 25))


@dataclass(frozen=True, slots=True)
class Keystroke:
    """`modifiers` of Ctrl, Alt, Shift and Meta; `key` is A to Z, 0 to 9, or F1 to F24."""

    modifiers: frozenset[str]
    key: str

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """What Qt writes as portable text; None for what cannot be a key of every window."""
        *modifiers, key = written.split("+")
        if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(_MODIFIERS):
            return None
        is_letter = key in _LETTERS and bool(set(modifiers) - _TYPING)
        return cls(frozenset(modifiers), key) if is_letter or key in _FUNCTIONS else None

    @property
    def keysym(self) -> str:
        """The key by its name in X11 and in the portal's way of writing."""
        return self.key.lower() if self.key in _LETTERS else self.key

    def for_portal(self) -> str:
        """«CTRL+ALT+r»."""
        return "+".join([*(_PORTAL[each] for each in _MODIFIERS if each in self.modifiers), self.keysym])
