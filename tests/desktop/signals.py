"""What a signal carried that a test waited for."""

from typing import Any

from pytestqt.wait_signal import SignalBlocker


def carried(signal: SignalBlocker) -> Any:
    """The first thing that it carried."""
    assert signal.args
    return signal.args[0]
