"""What the operator decides, read once at the start: environment variables and a TOML file with the same names.

The key `minutes_per_day` of the file is DABIR_BOT_MINUTES_PER_DAY in the environment, which wins. All keys stand on one
level; to which part of `Settings` each belongs is told by the dataclasses. A key that nobody knows is an error.
Secrets have a type or a `repr` that does not show them.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from dabir_core.fetch import Scope
from dabir_core.paths import data_folder
from dabir_core.proxy import Proxy
from dabir_core.units import Seconds

CLOUD_API: Final = "https://api.telegram.org"
CLOUD_FILE_BYTES: Final = 20 << 20
"""The largest file that the cloud's Bot API gives. Source: tdlib/telegram-bot-api, Client.h."""
LOCAL_FILE_BYTES: Final = 2_000_000_000
"""What we take from a server of one's own, which knows no limit but the largest upload of Telegram's apps."""


class Role(StrEnum):
    """What one process does of the whole."""

    ALL = "all"
    """Everything: for one machine."""
    BOT = "bot"
    """Speaks with Telegram and stores jobs; runs none."""
    WORKER = "worker"
    """Runs jobs; any number of them, on any machines that reach the database."""


class Door(StrEnum):
    """Who may use the bot."""

    OPEN = "open"
    LISTED = "listed"
    """Those whom the settings list, and the admins."""
    APPROVED = "approved"
    """Those whom an admin let in."""


@dataclass(frozen=True, slots=True)
class Token:
    """A secret word; only `value` tells it."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return "***"

    @property
    def bot(self) -> int:
        """The bot's id, which its token begins with; 0 where it does not."""
        head = self.value.partition(":")[0]
        return int(head) if head.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Telegram:
    """How Telegram is reached.

    api_url          of the Bot API; a server of one's own gives files of up to 2 GB
    is_local         whether that server runs with --local and shares its folder with us: files are read in place
    proxy            for every request to Telegram, and for links
    webhook_url      where Telegram delivers to; "" polls instead
    webhook_secret   what its deliveries must say
    webhook_host     where we listen for them, with `webhook_port`
    """

    token: Token
    api_url: str = CLOUD_API
    is_local: bool = False
    proxy: Proxy | None = None
    webhook_url: str = ""
    webhook_secret: Token = Token("")
    webhook_host: str = "127.0.0.1"
    webhook_port: int = 8443

    @property
    def most_bytes(self) -> int:
        """The largest file that can be had."""
        return LOCAL_FILE_BYTES if self.is_local else CLOUD_FILE_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """How much anybody may ask for, and how much is done at once.

    minutes_per_day   of sound, for one person; 0 is without limit
    jobs_per_person   waiting and running
    longest_minutes   of one recording
    long_minutes      from where on a recording takes a place among the long ones
    notes_at_once     short recordings under way in one process, with `long_at_once` for the others
    late_hours        after which an answer says that it comes late
    """

    minutes_per_day: int = 120
    jobs_per_person: int = 20
    longest_minutes: int = 240
    long_minutes: int = 5
    notes_at_once: int = 16
    long_at_once: int = 2
    late_hours: int = 6

    @property
    def long_after(self) -> Seconds:
        """How long a recording is at least that counts as long."""
        return self.long_minutes * 60.0

    @property
    def longest(self) -> Seconds:
        """How long one recording may be."""
        return self.longest_minutes * 60.0


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the bot; `admins` always may, and decide about others."""

    door: Door = Door.OPEN
    people: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long things are kept.

    inbox_hours    ids of updates that were dealt with, and whole ones that could not be
    answers_days   texts, for buttons and for the same file sent again to the same chat
    jobs_hours     the rows of finished jobs
    """

    inbox_hours: int = 48
    answers_days: int = 7
    jobs_hours: int = 24


@dataclass(frozen=True, slots=True)
class Health:
    """Where /healthz and /metrics are served; port 0 serves none."""

    health_host: str = "127.0.0.1"
    health_port: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them; `read` in `settings_reading` makes one.

    executor       this process among those that share the database: unique, and the same after a restart
    database_url   SQLite or PostgreSQL, as SQLAlchemy writes it
    model          a checkpoint's name or folder; "" takes the installed one
    engine         of core's names; "auto" takes the best
    links          which links are taken
    folder         where sounds lie while they are transcribed, and the database by default
    """

    telegram: Telegram
    limits: Limits = field(default_factory=Limits)
    access: Access = field(default_factory=Access)
    keeping: Keeping = field(default_factory=Keeping)
    health: Health = field(default_factory=Health)
    role: Role = Role.ALL
    executor: str = ""
    database_url: str = field(default="", repr=False)
    model: str = ""
    engine: str = "auto"
    links: Scope = Scope.SITES
    folder: Path = field(default_factory=lambda: data_folder() / "bot")
    log_level: str = "INFO"

    @property
    def executor_name(self) -> str:
        """What was chosen, or the machine's name and the role."""
        return self.executor or f"{socket.gethostname()}-{self.role}"

    @property
    def database(self) -> str:
        """The database's address: what was chosen, or a file in our folder."""
        return self.database_url or f"sqlite:///{self.folder / 'bot.sqlite3'}"

    @property
    def sounds_folder(self) -> Path:
        """Where each job has its folder; nothing in it outlives the job."""
        return self.folder / "sounds"


PARTS: Final[Mapping[str, type]] = {
    "telegram": Telegram,
    "limits": Limits,
    "access": Access,
    "keeping": Keeping,
    "health": Health,
}
