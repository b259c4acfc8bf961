"""A bot and two workers on one PostgreSQL database, killed one at a time; and how long jobs wait for an heir."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import psycopg

from tests.bot.bot_process import BotProcess
from tests.bot.person import TelegramServer, wait_for

_START_SECONDS: Final = 90.0
_TAKEN_OVER_SECONDS: Final = 60.0
_HELD: Final = (
    "SELECT workflow_uuid, executor_id FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = %s"
)
_ROLES: Final = {"bot": "bot", "first": "worker", "second": "worker"}


@dataclass
class Fleet:
    """Its members by name: «bot», «first», «second»."""

    server: TelegramServer
    database_url: str
    members: dict[str, BotProcess]
    waits: list[float] = field(default_factory=list)
    """Seconds from each death with jobs under way until none of them was the dead one's any more."""

    @classmethod
    @contextmanager
    def running(
        cls, server: TelegramServer, folder: Path, database_url: str, *, program: Sequence[str] = ("-m", "dabir_bot")
    ) -> Iterator[Self]:
        """All three; ended at the end. Raises AssertionError if one leaves processes behind."""
        made = {
            name: BotProcess(
                server, folder / name, {"role": role, "executor": name, "database_url": database_url}, program
            )
            for name, role in _ROLES.items()
        }
        fleet = cls(server, database_url, made)
        try:
            fleet.start()
            yield fleet
        finally:
            orphans = [line for member in made.values() for line in member.close()]
        assert orphans == []

    def start(self) -> None:
        """Starts those that do not run, all at once, and waits until each is ready."""
        resting = [member for member in self.members.values() if not member.is_alive]
        waited = [member.says("ready as") for member in resting]
        for member in resting:
            member.start(ready=lambda: True)
        for is_ready in waited:
            wait_for(is_ready, _START_SECONDS, missed=lambda: "\n".join(member.log() for member in resting))

    def jobs_of(self, name: str) -> set[str]:
        """The workflows that a member has under way."""
        with psycopg.connect(self.database_url) as connection:
            return {job for job, _ in connection.execute(_HELD, [name])}

    def busy_one(self) -> str:
        """Waits until a worker has something under way, and names it. Raises: MissedDeadline."""
        return wait_for(lambda: next(filter(self.jobs_of, ("first", "second")), None), _START_SECONDS)

    def kill(self, name: str) -> None:
        """Kills a member for good, and notes how long its jobs waited for the others. Raises: MissedDeadline."""
        self.members[name].kill()
        died = time.monotonic()
        if left := self.jobs_of(name):
            wait_for(lambda: not left & self.jobs_of(name) or None, _TAKEN_OVER_SECONDS)
            self.waits.append(time.monotonic() - died)

    def is_killed(self, draw: random.Random, *, until: float) -> None:
        """One of them, at a random moment, and it starts again at once."""
        time.sleep(draw.uniform(0.0, until))
        victim = self.members[draw.choice(sorted(self.members))]
        if victim.is_alive:
            victim.kill()
        victim.start(ready=lambda: True)
