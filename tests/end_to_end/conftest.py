"""What tests of whole programs need of a machine: a screen, and a microphone that hears what is played to it."""

from collections.abc import Iterator

import pytest

from tests.core.record.conftest import microphone, server
from tests.end_to_end.screen import Screen

__all__ = ["microphone", "screen", "server"]


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen with a window manager."""
    screen = Screen()
    screen.start()
    yield screen
    screen.close()
