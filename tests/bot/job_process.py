"""A process of jobs with fakes around them, to be killed: `python -m tests.bot.job_process URL FOLDER WHO ROLE`.

Orders come as lines of JSON on its standard input and are answered by «stored NAME»; «up» is said when it runs. It ends
by itself when its input does.
"""

import asyncio
import json
import sys
import threading
from pathlib import Path

from dabir_bot.jobs import Jobs
from dabir_bot.orders import Order
from dabir_bot.settings import Role
from tests.bot.job_fakes import bench

SECONDS = 0.4
"""That each sound takes."""


async def main(url: str, folder: str, who: str, role: str) -> None:
    made = bench(Path(folder), url, who=who, seconds=SECONDS, role=Role(role))
    jobs = Jobs(made.settings, made.work)
    await jobs.launch()
    print("up", flush=True)
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_read, args=[loop, lines], daemon=True).start()
    while line := await lines.get():
        print("stored", await jobs.submit(Order.from_json(json.loads(line))), flush=True)
    await jobs.close()
    made.store.close()


def _read(loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str]") -> None:
    for line in sys.stdin:
        loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, "")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
