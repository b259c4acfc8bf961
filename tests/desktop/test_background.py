import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.background import Background


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    background = Background("test")
    yield background
    background.close()


def test_calls_run_in_order_elsewhere_and_their_results_come_here(background: Background, qtbot: QtBot) -> None:
    came: list[tuple[int, int, int]] = []
    here = threading.get_ident()
    for number in range(20):
        background.run(
            partial(lambda number: (number, threading.get_ident()), number),
            lambda told: came.append((*told, threading.get_ident())),
        )
    qtbot.waitUntil(lambda: len(came) == 20)
    assert [number for number, _, _ in came] == list(range(20))
    assert {there for _, there, _ in came} != {here}
    assert {back for _, _, back in came} == {here}


def test_an_error_goes_to_whoever_wants_it(background: Background, qtbot: QtBot) -> None:
    errors: list[Exception] = []
    background.run(lambda: 1 // 0, otherwise=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_an_error_that_nobody_wants_is_raised_in_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    came: list[None] = []
    with qtbot.captureExceptions() as raised:
        background.run(lambda: 1 // 0)
        background.run(lambda: None, came.append)
        qtbot.waitUntil(lambda: bool(came))
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_close_waits_for_what_was_asked_and_delivers_nothing_more(background: Background, qtbot: QtBot) -> None:
    done: list[int] = []
    came: list[None] = []
    gate = threading.Event()
    background.run(lambda: gate.wait(5) and None)
    background.run(lambda: done.append(1), came.append)
    gate.set()
    background.close()
    background.run(lambda: done.append(2))
    qtbot.wait(20)
    assert (done, came) == ([1], [])
