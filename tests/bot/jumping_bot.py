"""`paced_bot` whose clock jumps: the file JUMP_FILE in the environment holds how many seconds it is ahead."""

import os
import sys
import time
from pathlib import Path
from typing import Final

_FILE: Final = Path(os.environ["JUMP_FILE"])
_TRUE_TIME: Final = time.time


def jumped() -> float:
    return _TRUE_TIME() + float(_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    time.time = jumped  # before any library takes the function itself
    from dabir_bot.console import serve
    from tests.bot.paced_bot import engine_of

    sys.exit(serve(None, os.environ, engine_of))
