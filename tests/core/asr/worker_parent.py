"""A parent to be killed: prints its worker's number once a job is under way, then waits.

Usage: python worker_parent.py RECORDING JOURNAL
"""

import multiprocessing
import sys
import time
from pathlib import Path

from dabir_core.asr.messages import Progressed
from dabir_core.asr.worker import WorkerClient

if __name__ == "__main__":
    client = WorkerClient.start("demo", journal=Path(sys.argv[2]))
    client.submit(Path(sys.argv[1]))
    next(message for message in client.events() if isinstance(message, Progressed))
    print(multiprocessing.active_children()[0].pid, flush=True)
    time.sleep(60)
