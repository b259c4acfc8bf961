"""What tests of the intake share: an inbox in a file, what updates look like, and waiting for something to hold."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from dabir_bot.store import Store


def opened(folder: Path) -> Store:
    """A store of the bot with the id 1."""
    return Store.open(f"sqlite:///{folder / 'bot.sqlite3'}", bot=1)


def note(update_id: int, *, chat: int = 7) -> dict[str, object]:
    """A message."""
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "from": {"id": chat}}}


async def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Waits until something holds. Raises: TimeoutError."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.01)
