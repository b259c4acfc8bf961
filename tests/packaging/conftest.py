"""The frozen app needs what whole programs need: a screen, and a microphone."""

from tests.end_to_end.conftest import microphone, screen, server

__all__ = ["microphone", "screen", "server"]
