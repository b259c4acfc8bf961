"""What each chat chose; a chat without a row has the defaults."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete, select

from dabir_bot.database import Database
from dabir_bot.store.tables import CHATS
from dabir_core.sentences import Language


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """One chat's choices.

    language     what is spoken there, Whisper's code; None detects it
    speaks       the language that the bot answers in; None follows each person's app
    everything   in groups: every sound becomes text, not only those that somebody asks for
    timestamps   each line begins with its time
    """

    language: str | None = "fa"
    speaks: Language | None = None
    everything: bool = False
    timestamps: bool = False


@dataclass(frozen=True, slots=True)
class Chats:
    """The choices of all chats. Every method raises DatabaseClosed where the database cannot be used."""

    database: Database

    def settings(self, chat: int) -> ChatSettings:
        """What that chat chose."""
        with self.database.reading() as connection:
            row = connection.execute(select(CHATS).where(CHATS.c.chat == chat)).mappings().first()
        return _settings(dict(row)) if row else ChatSettings()

    def change(self, chat: int, **changes: Any) -> ChatSettings:
        """Changes some of a chat's choices, by the names of `ChatSettings`. Raises: TypeError for other names."""
        with self.database.begin() as connection:
            row = connection.execute(select(CHATS).where(CHATS.c.chat == chat)).mappings().first()
            settings = replace(_settings(dict(row)) if row else ChatSettings(), **changes)
            chosen = asdict(settings)
            kept = self.database.insert(CHATS).values(chat=chat, **chosen)
            connection.execute(kept.on_conflict_do_update(index_elements=[CHATS.c.chat], set_=chosen))
        return settings

    def forget_chat(self, chat: int) -> None:
        """That chat has the defaults again."""
        with self.database.begin() as connection:
            connection.execute(delete(CHATS).where(CHATS.c.chat == chat))

    def forget(self, person: int) -> None:
        """A person's private chat has the person's own id."""
        self.forget_chat(person)


def _settings(row: dict[str, Any]) -> ChatSettings:
    return ChatSettings(row["language"], row["speaks"], bool(row["everything"]), bool(row["timestamps"]))
