"""A loop that something blocks is seen to be late by as much, and one that idles is not."""

import asyncio
import time
from pathlib import Path

from tests.bot.loop_lag import lags, watch


async def test_what_blocks_a_loop_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "lag"
    watch(asyncio.get_running_loop(), file)
    await asyncio.sleep(0.1)
    time.sleep(0.5)
    while not file.exists() or not (noted := lags(file, since=0.0)):
        await asyncio.sleep(0.05)
    assert noted[0] >= 0.4
