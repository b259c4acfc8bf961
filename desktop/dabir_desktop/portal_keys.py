"""A key of every window under Wayland: asked of the desktop's portal, which asks its person.

Written against the portal's description and never tried with a real desktop's portal. KDE, GNOME from 48 and Hyprland
have it; some give nothing to programs without a desktop file. The person may choose another key than the one proposed,
and whatever they chose is heard. A thread with a loop and a connection of its own, as the way of X11.
Source: flatpak.github.io/xdg-desktop-portal, GlobalShortcuts (version 2), Request, Session; dbus-fast, its low-level
interface.
"""

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from dabir_desktop.global_keys import Holding, PressCallback, TellCallback
from dabir_desktop.keystroke import Keystroke

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

_LOG = logging.getLogger(__name__)

_NAME: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_SHORTCUTS: Final = "org.freedesktop.portal.GlobalShortcuts"
_REQUEST: Final = "org.freedesktop.portal.Request"
_OUR_ID: Final = "record"
_DESCRIPTION: Final = "Dabir: record (ضبط)"


class PortalKey:
    """Holds one keystroke until it is closed."""

    def __init__(self, keystroke: Keystroke, *, tell: TellCallback, press: PressCallback) -> None:
        self._loop = asyncio.new_event_loop()
        self._is_over = asyncio.Event()
        self._dialogue = _Dialogue(keystroke, tell=tell, press=press)
        self._thread = threading.Thread(target=self._run, daemon=True, name="portal-key")
        self._thread.start()

    def close(self) -> None:
        """Gives the key back; nothing is told any more when this returns."""
        self._loop.call_soon_threadsafe(self._is_over.set)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._live())

    async def _live(self) -> None:
        asking = asyncio.ensure_future(self._dialogue.ask())
        await self._is_over.wait()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        self._dialogue.end()


class _Dialogue:
    """What is said to the portal and what it says; the session ends with the connection."""

    def __init__(self, keystroke: Keystroke, *, tell: TellCallback, press: PressCallback) -> None:
        self._keystroke, self._tell, self._press = keystroke, tell, press
        self._bus: MessageBus | None = None
        self._session = ""
        self._answers: dict[str, asyncio.Future[tuple[int, dict[str, Any]]]] = {}

    async def ask(self) -> None:
        """Asks for the key and tells what became of it."""
        from dbus_fast.errors import DBusError

        try:
            self._tell(await self._bind())
        except (DBusError, OSError, ValueError) as error:  # no bus, no portal, or one without shortcuts
            _LOG.info("no portal for shortcuts: %s", type(error).__name__)
            self._tell(Holding.NOWHERE)

    def end(self) -> None:
        """Leaves the bus."""
        if self._bus is not None:
            self._bus.disconnect()

    async def _bind(self) -> Holding:
        from dbus_fast import Variant
        from dbus_fast.aio import MessageBus

        self._bus = await MessageBus().connect()
        self._bus.add_message_handler(self._hear)
        for rule in (f"interface='{_REQUEST}',member='Response'", f"interface='{_SHORTCUTS}',member='Activated'"):
            await self._call("org.freedesktop.DBus", "AddMatch", signature="s", body=[f"type='signal',{rule}"])
        wish = {"session_handle_token": Variant("s", _token())}
        refusal, given = await self._request("CreateSession", signature="", body=[], options=wish)
        if refusal:
            return Holding.REFUSED
        self._session = given["session_handle"].value
        key = {
            "description": Variant("s", _DESCRIPTION),
            "preferred_trigger": Variant("s", self._keystroke.for_portal()),
        }
        body = [self._session, [[_OUR_ID, key]], ""]
        refusal, _ = await self._request("BindShortcuts", signature="oa(sa{sv})s", body=body)
        return Holding.REFUSED if refusal else Holding.HELD

    async def _request(
        self, member: str, *, signature: str, body: list[Any], options: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Calls what answers later by a signal; its path is known before, so the answer cannot be missed."""
        from dbus_fast import Variant

        assert self._bus is not None
        token = _token()
        sender = str(self._bus.unique_name).removeprefix(":").replace(".", "_")
        answer: asyncio.Future[tuple[int, dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._answers[f"{_PATH}/request/{sender}/{token}"] = answer
        wishes = {**(options or {}), "handle_token": Variant("s", token)}
        await self._call(_SHORTCUTS, member, signature=f"{signature}a{{sv}}", body=[*body, wishes])
        return await answer

    async def _call(self, interface: str, member: str, *, signature: str, body: list[Any]) -> None:
        from dbus_fast import Message, MessageType
        from dbus_fast.errors import DBusError

        assert self._bus is not None
        is_bus = interface == "org.freedesktop.DBus"
        destination, path = (interface, "/org/freedesktop/DBus") if is_bus else (_NAME, _PATH)
        said = Message(
            destination=destination, path=path, interface=interface, member=member, signature=signature, body=body
        )
        reply = await self._bus.call(said)
        if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
            raise DBusError(reply.error_name if reply and reply.error_name else "no.reply", member)

    def _hear(self, message: "Message") -> None:
        answer = self._answers.pop(message.path or "", None) if message.member == "Response" else None
        if answer is not None and not answer.done():
            answer.set_result((message.body[0], message.body[1]))
        is_ours = message.interface == _SHORTCUTS and message.member == "Activated"
        if is_ours and message.body[:2] == [self._session, _OUR_ID]:
            self._press()


def _token() -> str:
    return f"dabir_{uuid4().hex}"
