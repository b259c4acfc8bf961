import io
import os
import pty
import sys
import termios
import time
from collections.abc import Iterator

import pytest

from dabir_core.cli.keys import pressed_keys


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The far end of a terminal that is our standard input."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield ours
    os.close(ours)


def test_keys_come_without_enter_and_once(keyboard: int) -> None:
    with pressed_keys() as keys:
        assert keys() == ""
        os.write(keyboard, b"p x")
        deadline = time.monotonic() + 5
        pressed = ""
        while len(pressed) < 3 and time.monotonic() < deadline:
            pressed += keys()
        assert pressed == "p x"
        assert keys() == ""


def test_the_terminal_is_left_as_it_was(keyboard: int) -> None:
    before = termios.tcgetattr(sys.stdin)
    with pressed_keys():
        echo = termios.tcgetattr(sys.stdin)[3] & termios.ECHO
    assert not echo
    assert termios.tcgetattr(sys.stdin) == before


def test_a_terminal_that_was_closed_meanwhile_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with pressed_keys():
            os.close(ours)
        with pytest.raises(termios.error):
            termios.tcgetattr(stdin)


def test_a_file_presses_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("ppp"))
    with pressed_keys() as keys:
        assert keys() == ""


def test_in_the_background_the_terminal_is_left_alone(keyboard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.tcgetpgrp", lambda _number: os.getpgrp() + 1)
    before = termios.tcgetattr(sys.stdin)
    os.write(keyboard, b"p")
    with pressed_keys() as keys:
        assert termios.tcgetattr(sys.stdin) == before
        assert keys() == ""
