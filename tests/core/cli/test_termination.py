import os
import signal
from collections.abc import Iterator

import pytest

from dabir_core.cli.termination import on_termination

BOTH = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def default_handlers() -> Iterator[None]:
    before = {number: signal.signal(number, signal.SIG_DFL) for number in BOTH}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("default_handlers")
@pytest.mark.parametrize("number", BOTH)
def test_a_signal_is_told_by_its_number_instead_of_ending_us(number: int) -> None:
    told: list[int] = []
    with on_termination(told.append):
        os.kill(os.getpid(), number)
    assert told == [number]
    assert signal.getsignal(number) is signal.SIG_DFL


@pytest.mark.usefixtures("default_handlers")
def test_what_nohup_ignores_stays_ignored() -> None:
    told: list[int] = []
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with on_termination(told.append):
        os.kill(os.getpid(), signal.SIGHUP)
        os.kill(os.getpid(), signal.SIGTERM)
    assert told == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
