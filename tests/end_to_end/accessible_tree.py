"""What a screen reader gets: the tree of a program on the accessibility bus, read over D-Bus as Orca reads it.

Source: at-spi2-core 2.46, xml/Accessible.xml (methods), atspi/atspi-constants.h (numbers of states).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = "/org/a11y/atspi/accessible/root"
_FOCUSABLE, _SHOWING = 11, 25


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that is told: a control, a text, a group."""

    role: str
    name: str
    is_focusable: bool
    children: tuple["Node", ...]

    def walk(self) -> Iterator["Node"]:
        """Itself and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Reader:
    """Reads the one program that is on a session's accessibility bus."""

    def __init__(self, session: str) -> None:
        self._session = session
        self._bus: MessageBus

    async def connect(self) -> None:
        """Goes onto the accessibility bus; it is started where it is not there yet."""
        session = await MessageBus(bus_address=self._session).connect()
        told = await _ask(session, ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus"), "GetAddress")
        session.disconnect()
        self._bus = await MessageBus(bus_address=str(told)).connect()

    async def programs(self) -> list[tuple[str, str]]:
        """Those that are on it."""
        place = "org.a11y.atspi.Registry", _ROOT, _ACCESSIBLE
        return [(owner, path) for owner, path in await _ask(self._bus, place, "GetChildren")]  # type: ignore[attr-defined]

    async def read(self, owner: str, path: str) -> Node:
        """The tree from there on, of what is shown."""
        place = owner, path, _ACCESSIBLE
        properties = owner, path, "org.freedesktop.DBus.Properties"
        role = str(await _ask(self._bus, place, "GetRoleName"))
        name = await _ask(self._bus, properties, "Get", _ACCESSIBLE, "Name")
        low, high = cast("list[int]", await _ask(self._bus, place, "GetState"))
        states = low | high << 32
        children = []
        for child in await _ask(self._bus, place, "GetChildren"):  # type: ignore[attr-defined]
            node = await self.read(*child)
            children.append(node)
        is_shown = bool(states >> _SHOWING & 1)
        return Node(
            role,
            str(name.value),  # type: ignore[attr-defined]
            is_shown and bool(states >> _FOCUSABLE & 1),
            tuple(children),
        )

    def leave(self) -> None:
        """Goes off the bus."""
        self._bus.disconnect()


async def _ask(bus: MessageBus, place: tuple[str, str, str], member: str, *words: str) -> object:
    owner, path, interface = place
    answer = await bus.call(
        Message(owner, path, interface, member, signature="s" * len(words), body=list(words)),
    )
    assert answer is not None and answer.message_type is MessageType.METHOD_RETURN, (member, answer and answer.body)
    return answer.body[0]
