"""What holds for every test: no deadline for single examples, and no log of a warning that nobody asked for."""

import logging
import signal
from collections.abc import Iterator

import hypothesis
import pytest

hypothesis.settings.register_profile("dabir", deadline=None)
hypothesis.settings.load_profile("dabir")


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests let us write stays out of the folders of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DABIR_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def no_unexpected_warning_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that expects a warning in the log takes it out with `caplog.clear()`."""
    with caplog.at_level(logging.WARNING):
        yield
    logged = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert logged == []


@pytest.fixture
def default_interrupt() -> Iterator[None]:
    """Ctrl-C as in a terminal, for the test and the processes that it starts: in a background job it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
