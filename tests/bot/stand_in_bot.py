"""A bot of twenty lines for the tests of the harness: says back what it is told, and has a child process.

`sleepy` in its settings is for how many seconds it ignores SIGTERM; `orphan` makes its child outlive it.
"""

import os
import signal
import subprocess
import sys
import time

import httpx

_CHILD = {
    "": "import sys; sys.stdin.read()",
    "1": "import time; time.sleep(600)",
}


def end(*_: object) -> None:
    """What SIGTERM does."""
    time.sleep(float(os.environ.get("DABIR_BOT_SLEEPY", "0")))
    sys.exit(0)


def main() -> None:
    """Polls for ever."""
    signal.signal(signal.SIGTERM, end)
    child = _CHILD[os.environ.get("DABIR_BOT_ORPHAN", "")]
    with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE), httpx.Client(timeout=60.0) as http:
        api = f"{os.environ['DABIR_BOT_API_URL']}/bot{os.environ['DABIR_BOT_TOKEN']}"
        offset = 0
        while True:
            answer = http.post(f"{api}/getUpdates", json={"offset": offset, "timeout": 30}).json()
            for update in answer["result"]:
                offset = update["update_id"] + 1
                message = update["message"]
                http.post(f"{api}/sendMessage", json={"chat_id": message["chat"]["id"], "text": message["text"]})


main()
