"""Which keys may be taken from all other programs, and how they are written."""

import pytest

from dabir_desktop.keystroke import Keystroke


@pytest.mark.parametrize(
    ("written", "modifiers", "key"),
    [
        ("Ctrl+Alt+R", {"Ctrl", "Alt"}, "R"),
        ("Meta+7", {"Meta"}, "7"),
        ("Ctrl+Shift+F12", {"Ctrl", "Shift"}, "F12"),
        ("F9", set(), "F9"),
    ],
)
def test_a_key_that_types_nothing_is_understood(written: str, modifiers: set[str], key: str) -> None:
    assert Keystroke.parse(written) == Keystroke(frozenset(modifiers), key)


@pytest.mark.parametrize(
    "written", ["", "R", "Shift+R", "Ctrl", "Ctrl+", "Ctrl+ر", "Ctrl+Ctrl+R", "Hyper+R", "F25", "Ctrl+Space", "+"]
)
def test_what_types_or_is_no_key_of_every_keyboard_is_not(written: str) -> None:
    assert Keystroke.parse(written) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [("Meta+Shift+Alt+Ctrl+R", "CTRL+ALT+SHIFT+LOGO+r"), ("Ctrl+F5", "CTRL+F5"), ("Alt+1", "ALT+1")],
)
def test_it_is_told_to_the_portal_as_the_shortcuts_specification_writes_it(written: str, told: str) -> None:
    keystroke = Keystroke.parse(written)
    assert keystroke is not None
    assert keystroke.for_portal() == told
