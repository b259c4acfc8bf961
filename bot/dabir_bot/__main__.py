"""Entry of `dabir-bot` and of `python -m dabir_bot`. The bot's libraries are imported only where they are.

dabir-bot [--settings FILE]          runs the bot
dabir-bot check [--settings FILE]    says what is wrong before it starts; exit code 1 if it could not
"""

import argparse
import importlib.util
import os
import sys
from pathlib import Path
from typing import Final

_EXIT_FAILED: Final = 1
_EXIT_USAGE: Final = 2
_NEEDED: Final = ("telegram", "dbos", "sqlalchemy", "aiohttp", "prometheus_client")
_INCOMPLETE: Final = (
    "ربات نصب نیست. این دستور را اجرا کنید: {command}\nThe bot is not installed. Run this command: {command}"
)
_COMMAND: Final = "pip install 'dabir[bot]'"


def main() -> None:
    """Runs the bot, or looks after what it needs."""
    asked = parser().parse_args()
    if not all(importlib.util.find_spec(name) for name in _NEEDED):
        print(_INCOMPLETE.format(command=_COMMAND), file=sys.stderr)
        sys.exit(_EXIT_USAGE)
    from dabir_bot.console import check, serve
    from dabir_core.cli.exits import leave_at_once

    leave_at_once(check(asked.settings, os.environ) if asked.command == "check" else serve(asked.settings, os.environ))


def parser() -> argparse.ArgumentParser:
    """What may stand on the command line."""
    read = argparse.ArgumentParser(prog="dabir-bot", description="The Telegram bot of Dabir.")
    read.add_argument("command", nargs="?", choices=("run", "check"), default="run")
    read.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file; the environment goes before it")
    return read


if __name__ == "__main__":
    main()
