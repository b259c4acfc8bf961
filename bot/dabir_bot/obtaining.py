"""An order's sound, in the job's own folder: a file of Telegram's, or what is behind a link; limits come first."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from dabir_bot.job_errors import SoundTooLong
from dabir_bot.orders import Order, SoundKind
from dabir_bot.sound_folders import SoundFolders
from dabir_core.errors import DabirError, OutputError
from dabir_core.fetch import Fetched, LinkPolicy, Received, ReceivedCallback, fetch
from dabir_core.progress import CancelToken

_ASKING_SECONDS: Final = 10.0

Told = Callable[[int, int | None], None]
"""How many bytes are here, of how many."""


class Files(Protocol):
    """What is used of `TelegramFiles`."""

    @property
    def is_in_place(self) -> bool:
        """Whether files are read where the Bot API server has them."""
        ...

    async def fetch(self, order: Order, into: Path, *, received: Told) -> Path:
        """Brings the file of an order."""
        ...


class FetchesLinks(Protocol):
    """What is used of core's `fetch`."""

    def __call__(
        self, url: str, policy: LinkPolicy, *, into: Path, progress: ReceivedCallback, cancel: CancelToken
    ) -> Fetched | None:
        """The link's sound in that folder; None if it was cancelled."""
        ...


class Obtaining:
    """Obeys `work.Sounds`; `policy` says which links are taken, and how long any sound may be."""

    def __init__(
        self, files: Files, folders: SoundFolders, policy: LinkPolicy, *, fetch_link: FetchesLinks = fetch
    ) -> None:
        self._files = files
        self._folders = folders
        self._policy = policy
        self._fetch_link = fetch_link

    async def obtain(self, order: Order, job: str, *, received: Told) -> Path:
        """See `work.Sounds`. Raises: SoundTooLong and the errors of `TelegramFiles.fetch`, of `fetch`, OutputError."""
        longest = self._policy.limits.longest
        if (order.duration or 0.0) > longest:
            raise SoundTooLong(f"{longest / 60:.0f}")
        folder = await asyncio.to_thread(self._folders.make, job)
        whole = self._folders.whole(job)
        if await asyncio.to_thread(whole.is_file):
            return whole
        if order.kind is SoundKind.LINK:
            found = await self._follow(order.link, folder, received)
        else:
            found = await self._files.fetch(order, self._folders.part(job), received=received)
        return await asyncio.to_thread(_settled, found, whole) if found.parent == folder else found

    async def lying(self, order: Order, job: str) -> Path | None:
        """See `work.Sounds`. Where the server has it, nobody but the server knows the place."""
        whole = self._folders.whole(job)
        if await asyncio.to_thread(whole.is_file):
            return whole
        if order.kind is SoundKind.LINK or not self._files.is_in_place:
            return None
        try:
            async with asyncio.timeout(_ASKING_SECONDS):
                return await self._files.fetch(order, self._folders.part(job), received=lambda _here, _of: None)
        except (DabirError, TimeoutError):
            return None

    async def discard(self, job: str) -> None:
        """See `work.Sounds`."""
        await asyncio.to_thread(self._folders.remove, job)

    async def sweep(self, living: frozenset[str]) -> None:
        """See `work.Sounds`."""
        await asyncio.to_thread(self._folders.sweep, living)

    async def _follow(self, link: str, folder: Path, received: Told) -> Path:
        """Core's fetch, in a thread of its own, which ends soon after the job is stopped."""
        loop = asyncio.get_running_loop()
        cancel = CancelToken()

        def progress(news: Received) -> None:
            loop.call_soon_threadsafe(received, news.done_bytes, news.total_bytes)

        try:
            fetched = await asyncio.to_thread(
                self._fetch_link, link, self._policy, into=folder, progress=progress, cancel=cancel
            )
        finally:
            cancel.cancel()
        assert fetched is not None, "only we cancel"
        return fetched.path


def _settled(found: Path, whole: Path) -> Path:
    try:
        return found.replace(whole)
    except OSError as cause:
        raise OutputError(str(whole), detail=type(cause).__name__) from cause
