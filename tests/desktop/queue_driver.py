"""An app's queue without its window, in a process to be killed: adds what it is given, goes on with what is left, says
what comes, and leaves when all is over.

Usage: python queue_driver.py FOLDER [RECORDING…]
FOLDER holds the queue, and the library as lines of JSON. Lines on standard output: «segment», «restarted», «over».
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from dabir_core import TranscribeOptions, Transcript
from dabir_core.fetch import LinkPolicy
from dabir_desktop.batch import OVER, ItemState, Plan, QueueItem
from dabir_desktop.engine import Engine
from dabir_desktop.links import Links
from dabir_desktop.queue_store import QueueStore
from dabir_desktop.runner import Runner
from dabir_desktop.work_queue import WorkQueue

PLAN = Plan("demo", TranscribeOptions(language="fa"))


class Library:
    """Obeys `KeepsTranscripts`; the same item twice is one line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, item: QueueItem, transcript: Transcript) -> int:
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        kept = [json.loads(line) for line in lines]
        told = [[segment.start, segment.end, segment.text] for segment in transcript.segments]
        if all(each["key"] != item.key for each in kept):
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": item.key, "segments": told}, ensure_ascii=False) + "\n")
        return len(kept) + 1


def main(folder: Path, recordings: list[Path]) -> int:
    app = QCoreApplication([])
    engine = Engine()
    runner = Runner(engine, Links(lambda _: LinkPolicy(), folder / "links"), keeper=Library(folder / "library.jsonl"))
    queue = WorkQueue(runner, QueueStore(folder / "queue.sqlite3"), forget=lambda _recording: None)

    def leave_if_over(_told: object) -> None:
        if all(each.state in OVER for each in queue.items):
            say("over", *(each.state for each in queue.items))
            app.quit()

    queue.added.connect(leave_if_over)
    queue.changed.connect(leave_if_over)
    queue.segment_came.connect(lambda _item, _segment: say("segment"))
    engine.restarted.connect(lambda: say("restarted"))
    if recordings:
        queue.add(recordings, PLAN)
    app.exec()
    queue.close()
    return 0 if all(item.state is ItemState.DONE for item in queue.items) else 1


def say(*words: str) -> None:
    print(*words, flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
