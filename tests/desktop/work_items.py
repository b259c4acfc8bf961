"""Items for tests of the queue."""

from pathlib import Path

from dabir_core import TranscribeOptions
from dabir_desktop.batch import ItemState, Plan, QueueItem

PLAN = Plan("demo", TranscribeOptions(language="fa"))


def item(number: int, state: ItemState = ItemState.WAITING, *, title: str = "") -> QueueItem:
    name = title or f"{number}.ogg"
    return QueueItem(number, f"key-{number}", name, PLAN, Path("/sounds") / name, label=f"label-{number}", state=state)
