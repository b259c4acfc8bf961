"""`python -m tests.bot.telegram_server --folder F [--local] [--floods]`: prints its address when ready.

It ends when its standard input does, so that it never outlives the tests that started it.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from tests.bot.telegram_server.server import started
from tests.bot.telegram_server.telegram import Telegram


async def serve(telegram: Telegram) -> None:
    """Answers until standard input ends."""
    runner = await started(telegram)
    port = runner.addresses[0][1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await telegram.updates.set_webhook(None, drops_pending=False)
    await runner.cleanup()


def main() -> None:
    """Reads the arguments and serves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--local", action="store_true")
    parser.add_argument("--floods", action="store_true")
    arguments = parser.parse_args()
    telegram = Telegram.in_folder(arguments.folder, local=arguments.local, floods=arguments.floods)
    asyncio.run(serve(telegram))


main()
