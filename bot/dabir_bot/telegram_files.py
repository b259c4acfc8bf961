"""A file of Telegram's onto our disk: written as it comes, counted, and asked for again until all of it is there.

python-telegram-bot reads a file whole into memory; twenty of 20 MB at once would be 400 MB. The address of a file holds
the bot's token: it is neither stored nor logged, and errors are told by their class. With a Bot API server of one's own
in local mode, and only then, Telegram's answer may be a path on this machine, which is read in place.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from telegram import Bot, File
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from dabir_bot.job_errors import SoundGone, SoundNotReceived, SoundTooBig
from dabir_bot.orders import Order
from dabir_bot.sending import seconds_of
from dabir_bot.settings import Telegram
from dabir_core.units import Seconds

if TYPE_CHECKING:
    import httpx2

_LOG = logging.getLogger(__name__)

Received = Callable[[int, int | None], None]
"""Told how many bytes are here, of how many."""

_CONNECT_SECONDS: Final = 15.0
_SILENCE_SECONDS: Final = 30.0
"""Between two pieces of a file."""
_PATIENCE: Final = 600.0
_LOOKS_FOR_GONE: Final = 3
"""How often a file is asked for that is not there, each time under a new address."""
_LONGEST_PAUSE: Final = 30.0
_MEGABYTE: Final = 1 << 20


class _NotNow(Exception):
    """It did not work this time; `after` is when to try again at the earliest."""

    def __init__(self, after: Seconds = 0.0) -> None:
        super().__init__()
        self.after = after


class _NotThere(_NotNow):
    """It is gone, or its address was old, or, as Telegram's words leave open, it is away for the moment."""


class TelegramFiles:
    """Fetches files of one bot; it belongs to one event loop."""

    def __init__(self, bot: Bot, telegram: Telegram, *, patience: Seconds = _PATIENCE) -> None:
        self._bot = bot
        self._telegram = telegram
        self._patience = patience
        self._client: httpx2.AsyncClient | None = None

    @property
    def is_in_place(self) -> bool:
        """Whether files are read where the Bot API server has them."""
        return self._telegram.is_local

    async def fetch(self, order: Order, into: Path, *, received: Received) -> Path:
        """Brings the file of an order. Returns where it is: `into`, or a place of the local server's.

        Raises: SoundTooBig, before anything is asked where the size was declared; SoundGone, SoundNotReceived.
        """
        if (order.size_bytes or 0) > self._telegram.most_bytes:
            raise self._too_big()
        pause, waited, gone = 1.0, 0.0, 0
        while True:
            try:
                return await self._try(order, into, received)
            except _NotNow as reason:
                after = max(pause, reason.after)
                gone += isinstance(reason, _NotThere)
            if gone == _LOOKS_FOR_GONE:
                raise SoundGone
            if waited + after > self._patience:
                raise SoundNotReceived
            await asyncio.sleep(after)
            waited, pause = waited + after, min(2 * pause, _LONGEST_PAUSE)

    async def close(self) -> None:
        """Ends connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _try(self, order: Order, into: Path, received: Received) -> Path:
        file = await self._find(order)
        place = file.file_path or ""
        if self._telegram.is_local and Path(place).is_absolute():
            return _in_place(Path(place))
        await self._download(place, into, expected=file.file_size or order.size_bytes, received=received)
        return into

    async def _find(self, order: Order) -> File:
        try:
            return await self._bot.get_file(order.file_id)
        except BadRequest as refusal:
            raise self._too_big() if "too big" in refusal.message else _NotThere from refusal
        except Forbidden as refusal:
            raise SoundGone from refusal
        except RetryAfter as refusal:
            raise _NotNow(seconds_of(refusal.retry_after)) from refusal
        except TelegramError as error:
            _LOG.info("getFile: %s; it is asked again", type(error).__name__)
            raise _NotNow from error

    async def _download(self, address: str, into: Path, *, expected: int | None, received: Received) -> None:
        import httpx2

        try:
            async with self._connected().stream("GET", address) as response:
                if response.status_code != httpx2.codes.OK:
                    raise _NotThere if response.status_code == httpx2.codes.NOT_FOUND else _NotNow
                size = await self._write(response, into, expected, received)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            _LOG.info("a file did not come: %s; it is asked for again", type(error).__name__)
            raise _NotNow from error
        except OSError as error:
            _LOG.error("a file cannot be written: %s; it is tried again", type(error).__name__)
            raise _NotNow from error
        if expected is not None and size != expected:
            _LOG.info("a file came with %s bytes instead of %s; it is asked for again", size, expected)
            raise _NotNow

    async def _write(self, response: "httpx2.Response", into: Path, expected: int | None, received: Received) -> int:
        """Returns how many bytes came."""
        size = 0
        with into.open("wb") as file:
            async for piece in response.aiter_bytes():
                size += file.write(piece)
                if size > self._telegram.most_bytes:
                    raise self._too_big()
                received(size, expected)
        return size

    def _connected(self) -> "httpx2.AsyncClient":
        import httpx2

        if self._client is None:
            proxy = self._telegram.proxy
            self._client = httpx2.AsyncClient(
                proxy=None if proxy is None else proxy.url,
                timeout=httpx2.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS, pool=None),
                trust_env=False,
            )
        return self._client

    def _too_big(self) -> SoundTooBig:
        return SoundTooBig(str(self._telegram.most_bytes // _MEGABYTE))


def _in_place(path: Path) -> Path:
    if not path.is_file():
        _LOG.error("the Bot API server's file is not there: both must see the same folder, by the same path")
        raise SoundNotReceived
    return path
