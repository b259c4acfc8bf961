"""A key of every window on a real X server, pressed by xdotool while nothing of ours has the focus."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from dabir_desktop.global_keys import Holding
from dabir_desktop.keystroke import Keystroke
from dabir_desktop.x11_keys import X11Key

pytestmark = pytest.mark.long
KEY = Keystroke(frozenset({"Ctrl", "Alt"}), "R")


class Ears:
    """What a key told, and how often it was pressed."""

    def __init__(self) -> None:
        self.told: list[Holding] = []
        self.presses = 0
        self.key = X11Key(KEY, tell=self.told.append, press=self.press)
        until(lambda: bool(self.told))

    def press(self) -> None:
        self.presses += 1


@pytest.fixture(autouse=True, scope="module")
def screen() -> Iterator[str]:
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24"], pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as pipe:
        name = f":{pipe.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", name)
        yield name
    for process in (manager, server):
        process.terminate()
        process.wait(10)


@pytest.fixture
def ears() -> Iterator[Ears]:
    ears = Ears()
    yield ears
    ears.key.close()


def test_it_is_heard_once_for_each_press(ears: Ears) -> None:
    assert ears.told == [Holding.HELD]
    press("ctrl+alt+r")
    until(lambda: ears.presses == 1)
    press("ctrl+alt+r")
    until(lambda: ears.presses == 2)


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_locks_make_no_difference(ears: Ears, lock: str) -> None:
    press(lock)
    press("ctrl+alt+r")
    until(lambda: ears.presses == 1)
    press(lock)


def test_other_keys_are_not_heard(ears: Ears) -> None:
    press("r", "ctrl+r", "ctrl+alt+shift+r", "ctrl+alt+e")
    press("ctrl+alt+r")
    until(lambda: ears.presses == 1)


def test_a_key_that_is_held_down_is_one_press(ears: Ears) -> None:
    subprocess.run(["xdotool", "keydown", "ctrl+alt+r"], check=True, timeout=10)
    time.sleep(1.2)  # a held key repeats after two thirds of a second
    subprocess.run(["xdotool", "keyup", "ctrl+alt+r"], check=True, timeout=10)
    time.sleep(0.2)
    assert ears.presses == 1


def test_a_key_that_another_program_has_is_told_and_is_ours_when_it_is_free(ears: Ears) -> None:
    second = Ears()
    second.key.close()
    assert second.told == [Holding.TAKEN]
    ears.key.close()
    third = Ears()
    assert third.told == [Holding.HELD]
    third.key.close()
    ears.key = Ears().key


def test_a_key_that_the_keyboard_lacks_is_told() -> None:
    told: list[Holding] = []
    key = X11Key(Keystroke(frozenset(), "F24"), tell=told.append, press=lambda: None)
    until(lambda: bool(told))
    key.close()
    assert told == [Holding.ABSENT]


def test_without_a_server_there_is_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "no name of a screen")
    ears = Ears()
    ears.key.close()
    assert ears.told == [Holding.NOWHERE]


def press(*keys: str) -> None:
    subprocess.run(["xdotool", "key", *keys], check=True, timeout=10)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
