"""A server and somebody new for each test of handlers."""

from tests.bot.talk_room import person, server

__all__ = ["person", "server"]
