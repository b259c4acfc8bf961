"""All that the server holds, as one value that both sides share: the bot's calls and the people's doings."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bot.telegram_server.call import Call
from tests.bot.telegram_server.faults import Faults
from tests.bot.telegram_server.files import Files
from tests.bot.telegram_server.flood import FloodControl
from tests.bot.telegram_server.updates import Updates
from tests.bot.telegram_server.world import World

JsonObject = dict[str, Any]


@dataclass
class Telegram:
    """The fake. `local` is the behaviour of a local Bot API server; `floods` switches flood control on."""

    files: Files
    local: bool = False
    floods: bool = False
    world: World = field(default_factory=World)
    updates: Updates = field(default_factory=Updates)
    faults: Faults = field(default_factory=Faults)
    flood: FloodControl = field(default_factory=FloodControl)
    calls: list[JsonObject] = field(default_factory=list)
    open_queries: set[str] = field(default_factory=set)
    commands: dict[str, Any] = field(default_factory=dict)
    sequence: int = 0

    @classmethod
    def in_folder(cls, folder: Path, *, local: bool = False, floods: bool = False) -> "Telegram":
        """A new one that keeps its files there."""
        return cls(Files(folder), local=local, floods=floods)

    def record(self, call: Call, *, status: int, reply: JsonObject) -> None:
        """Notes a call, with what it was answered."""
        self.sequence += 1
        uploads = [
            {"field": name, "name": upload.name, "size": len(upload.content)} for name, upload in call.uploads.items()
        ]
        self.calls.append(
            {
                "sequence": self.sequence,
                "at": time.time(),
                "method": call.method,
                "parameters": dict(call.parameters),
                "uploads": uploads,
                "status": status,
                "reply": reply,
            }
        )
