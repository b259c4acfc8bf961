"""An item of the queue as a row of its database, and back.

Names of files are bytes, since a system's file names need not be text. Options of another version of Dabir that no
longer fit are given up for the plain ones in the same language: an item is never lost over them.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dabir_core import Task, TranscribeOptions
from dabir_core.errors import DabirError
from dabir_core.formats import Kind
from dabir_core.options import Urgency
from dabir_core.text import Digits, DisplayRules
from dabir_desktop.batch import ItemState, Plan, QueueItem, Remark

COLUMNS = (
    *("id", "key", "title", "source", "link", "label", "duration", "model", "options", "beside"),
    *("state", "error", "remark", "reached", "kept_as"),
)

Row = tuple[Any, ...]


def to_row(item: QueueItem) -> Row:
    """The values of `COLUMNS`."""
    plan = item.plan
    return (
        *(item.id, item.key, item.title.encode("utf-8", "replace").decode()),
        None if item.source is None else os.fsencode(item.source),
        *(item.link, item.label, item.duration, plan.model),
        json.dumps(asdict(plan.options), ensure_ascii=False),
        ",".join(plan.beside),
        *(item.state.value, _error_text(item.error), item.remark, item.reached, item.kept_as),
    )


def from_row(row: Row) -> QueueItem:
    """What `to_row` wrote."""
    named = dict(zip(COLUMNS, row, strict=True))
    known = {kind.value for kind in Kind}
    beside = tuple(Kind(name) for name in named.pop("beside").split(",") if name in known)
    plan = Plan(named.pop("model"), _options(named.pop("options")), beside)
    named["source"] = None if named["source"] is None else Path(os.fsdecode(named["source"]))
    named["state"] = ItemState(named["state"])
    named["error"] = _error(named["error"])
    named["remark"] = None if named["remark"] is None else Remark(named["remark"])
    return QueueItem(plan=plan, **named)


def _error_text(error: DabirError | None) -> str | None:
    return None if error is None else json.dumps([type(error).__name__, error.subject], ensure_ascii=False)


def _error(text: str | None) -> DabirError | None:
    """The error again, so far as it matters to people: its class and its subject."""
    if text is None:
        return None
    name, subject = json.loads(text)
    kind = next((kind for kind in _kinds(DabirError) if kind.__name__ == name), DabirError)
    return kind(subject)


def _kinds(parent: type[DabirError]) -> Iterator[type[DabirError]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _options(text: str) -> TranscribeOptions:
    fields = json.loads(text)
    try:
        display = fields["display"] | {"digits": Digits(fields["display"]["digits"])}
        urgency = None if fields["urgency"] is None else Urgency(fields["urgency"])
        typed = {
            "candidates": tuple(fields["candidates"]),
            "task": Task(fields["task"]),
            "hot_words": tuple(fields["hot_words"]),
            "display": DisplayRules(**display),
            "urgency": urgency,
        }
        return TranscribeOptions(**(fields | typed))
    except (KeyError, TypeError, ValueError):
        return TranscribeOptions(language=fields.get("language"))
