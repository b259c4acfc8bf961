"""The HTTP side: `/bot<token>/<method>`, `/file/bot<token>/<path>` and the control side, on loopback (aiohttp)."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

from tests.bot.telegram_server import asking, control, editing, flood, sending
from tests.bot.telegram_server.call import Call, read_call
from tests.bot.telegram_server.faults import DOWNLOAD, Fault
from tests.bot.telegram_server.refusals import Refused, too_many_requests
from tests.bot.telegram_server.telegram import Telegram

JsonObject = dict[str, Any]
Method = Callable[[Telegram, Call], Any]

_LARGEST_REQUEST_BYTES: Final = 2 << 30
_GATEWAY_PAGE: Final = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"

METHODS: Final[Mapping[str, Method]] = {
    "getme": asking.get_me,
    "getupdates": asking.get_updates,
    "setwebhook": asking.set_webhook,
    "deletewebhook": asking.delete_webhook,
    "getwebhookinfo": asking.get_webhook_info,
    "getfile": asking.get_file,
    "getchat": asking.get_chat,
    "getchatmember": asking.get_chat_member,
    "getchatadministrators": asking.get_chat_administrators,
    "answercallbackquery": asking.answer_callback_query,
    "setmycommands": asking.set_my_commands,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_media,
    "sendvoice": sending.send_media,
    "sendaudio": sending.send_media,
    "sendvideo": sending.send_media,
    "sendchataction": sending.send_chat_action,
    "sendmessagedraft": sending.send_message_draft,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "setmessagereaction": editing.set_message_reaction,
}


def application(telegram: Telegram) -> web.Application:
    """The server around that state."""
    made = web.Application(client_max_size=_LARGEST_REQUEST_BYTES)
    made.router.add_post(control.PREFIX + "/{verb}", _bound(control.answer, telegram))
    made.router.add_get("/file/bot{token:[^/]+}/{path:.+}", _bound(_download, telegram))
    made.router.add_route("*", "/bot{token:[^/]+}/{method}", _bound(_api, telegram))
    return made


async def started(telegram: Telegram) -> web.AppRunner:
    """Serves on a free port of loopback; `addresses` of the runner tell which."""
    # A poll whose bot was killed ends with the connection, as the real server's does.
    runner = web.AppRunner(application(telegram), handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def _bound(
    handler: Callable[[Telegram, web.Request], Awaitable[web.StreamResponse]], telegram: Telegram
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await handler(telegram, request)

    return handle


async def _api(telegram: Telegram, request: web.Request) -> web.StreamResponse:
    call = await read_call(request, request.match_info["method"])
    fault = telegram.faults.take(call.method, call.everything)
    if fault is None or fault.after:
        status, reply = await _carried_out(telegram, call)
    else:
        status, reply = 0, {}
    if fault is not None:
        await asyncio.sleep(fault.delay)
        status, reply = await _spoilt(telegram, call, fault) if _spoils(fault) else (status, reply)
        if not status:
            status, reply = await _carried_out(telegram, call)
    if call.method.lower() != "getupdates":
        telegram.record(call, status=status, reply=reply)
    if fault is not None and fault.cut:
        return _cut(request)
    if fault is not None and fault.drop:
        return web.Response(status=502, text=_GATEWAY_PAGE, content_type="text/html")
    return web.json_response(reply, status=status)


def _spoils(fault: Fault) -> bool:
    return bool(fault.code or fault.retry_after or fault.drop or fault.cut)


async def _spoilt(telegram: Telegram, call: Call, fault: Fault) -> tuple[int, JsonObject]:
    if fault.drop or fault.cut:
        return 502, {"fault": "drop" if fault.drop else "cut"}
    if fault.retry_after:
        refusal = too_many_requests(fault.retry_after)
    else:
        refusal = Refused(fault.code, fault.description, parameters=fault.parameters)
    return refusal.code, refusal.body()


async def _carried_out(telegram: Telegram, call: Call) -> tuple[int, JsonObject]:
    try:
        _ask_flood_control(telegram, call)
        # What is new in the Bot API costs nothing: it is answered `true`, and noted.
        reply = METHODS.get(call.method.lower(), _unknown)(telegram, call)
        if inspect.isawaitable(reply):
            reply = await reply
    except Refused as refusal:
        return refusal.code, refusal.body()
    return 200, {"ok": True, "result": reply}


def _unknown(_: Telegram, __: Call) -> bool:
    return True


def _ask_flood_control(telegram: Telegram, call: Call) -> None:
    chat = call.text("chat_id")
    if telegram.floods and chat and flood.counts(call.method.lower()):
        wait = telegram.flood.ask(call.integer("chat_id"), time.monotonic())
        if wait:
            raise too_many_requests(wait)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _download(telegram: Telegram, request: web.Request) -> web.StreamResponse:
    path = request.match_info["path"]
    fault = telegram.faults.take(DOWNLOAD, path) or Fault(times=0)
    await asyncio.sleep(fault.delay)
    if fault.code:
        return web.Response(status=fault.code, text="refused")
    if fault.cut:
        return _cut(request)
    place = telegram.files.place(path)
    if place is None:
        refusal = Refused(404, "Not Found")
        return web.json_response(refusal.body(), status=404)
    if not fault.truncate:
        return web.FileResponse(place)
    size = place.stat().st_size
    response = web.StreamResponse(headers={"Content-Length": str(size)})
    await response.prepare(request)
    with place.open("rb") as file:
        await response.write(file.read(size // 2))
    if request.transport is not None:
        request.transport.close()
    return response
