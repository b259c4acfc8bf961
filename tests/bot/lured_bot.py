"""`dabir-bot` to which one endpoint of this machine is the internet, and to which names mean what a test says.

LURED_ENDPOINT in the environment is «address:port», LURED_NAMES the names as JSON (see tests/core/fetch/names.py).
All else is the real bot, with the real policy of links but for a shorter patience.
"""

import json
import os
import sys
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from dabir_bot import app
from dabir_bot.console import serve
from dabir_bot.obtaining import Files, Obtaining
from dabir_bot.sound_folders import SoundFolders
from dabir_core.fetch import Endpoint, Fetched, LinkPolicy, ReceivedCallback
from dabir_core.fetch.fetching import Fetcher
from dabir_core.progress import CancelToken

_PATIENCE: Final = 1.0


def fetch(
    url: str, policy: LinkPolicy, *, into: Path, progress: ReceivedCallback, cancel: CancelToken
) -> Fetched | None:
    from tests.core.fetch.names import life_with

    fetcher = Fetcher(policy, into, life=life_with(json.loads(os.environ["LURED_NAMES"])))
    return fetcher.fetch(url, progress=progress, cancel=cancel)


def lured(files: Files, folders: SoundFolders, policy: LinkPolicy) -> Obtaining:
    address, _, port = os.environ["LURED_ENDPOINT"].partition(":")
    exempt = frozenset({Endpoint(ip_address(address), int(port))})
    limits = replace(policy.limits, patience=_PATIENCE)
    return Obtaining(files, folders, replace(policy, exempt=exempt, limits=limits), fetch_link=fetch)


if __name__ == "__main__":
    vars(app)["Obtaining"] = lured
    sys.exit(serve(None, os.environ, None))
