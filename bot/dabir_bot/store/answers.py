"""The texts that were made: kept once for each order, found again for buttons and for the same sound in the same chat.

Jobs pass an answer's id from step to step and never its text, so that forgetting has one place to look at. Order and
transcript are JSON; ids of people stand in the order, and as keyed hashes in the row that is searched.
"""

import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, NewType

from sqlalchemy import ColumnElement, Connection, delete, select

from dabir_bot.database import Database
from dabir_bot.orders import Order
from dabir_bot.store.people import PersonKey
from dabir_bot.store.tables import ANSWERS, DELIVERED
from dabir_core import Task, Transcript
from dabir_core.formats import Kind, from_json, render

AnswerId = NewType("AnswerId", int)
_DETECTED: Final = "auto"
"""The language of orders that let it be detected."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished text; `made_at` is in seconds since 1970."""

    id: AnswerId
    order: Order
    transcript_json: str
    made_at: float

    @property
    def transcript(self) -> Transcript:
        """The text with its times."""
        return from_json(self.transcript_json)


@dataclass(frozen=True, slots=True)
class Sought:
    """What an earlier answer must be about to be given again; language None is one that was detected."""

    sound_key: str
    language: str | None
    task: Task


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers. Every method raises DatabaseClosed where the database cannot be used."""

    database: Database
    key: PersonKey

    def keep(self, order: Order, transcript: Transcript) -> AnswerId:
        """Keeps an order's text; kept again, the first stands and its id is given."""
        row = {
            "identity": _identity(order),
            "chat": order.chat,
            "message": order.message,
            "person": self.key.hashed(order.person),
            "speaker": self.key.hashed(order.speaker),
            "sound_key": self._sound_key(order.sound_key),
            "language": order.language or _DETECTED,
            "task": order.task,
            "order_json": json.dumps(order.to_json()),
            "transcript_json": _storable(render(transcript, kind=Kind.JSON)),
            "made_at": time.time(),
        }
        kept = self.database.insert(ANSWERS).values(**row)
        with self.database.begin() as connection:
            connection.execute(kept.on_conflict_do_nothing(index_elements=[ANSWERS.c.identity]))
            found = connection.execute(select(ANSWERS.c.id).where(ANSWERS.c.identity == row["identity"])).scalar_one()
        return AnswerId(found)

    def get(self, id_: AnswerId) -> Answer | None:
        """That answer; None if it was forgotten."""
        return self._one(ANSWERS.c.id == id_)

    def cached(self, chat: int, sought: Sought, *, since: float) -> Answer | None:
        """The newest answer of a chat to the same sound and the same wish that is not older than `since`."""
        if not sought.sound_key:
            return None
        return self._one(
            (ANSWERS.c.chat == chat)
            & (ANSWERS.c.sound_key == self._sound_key(sought.sound_key))
            & (ANSWERS.c.language == (sought.language or _DETECTED))
            & (ANSWERS.c.task == sought.task)
            & (ANSWERS.c.made_at >= since)
        )

    def deliver(self, id_: AnswerId, message_ids: Sequence[int]) -> None:
        """Notes which messages hold an answer, in their order; noted again, they are what the later call says."""
        with self.database.begin() as connection:
            chat = connection.execute(select(ANSWERS.c.chat).where(ANSWERS.c.id == id_)).scalar_one_or_none()
            connection.execute(delete(DELIVERED).where(DELIVERED.c.answer == id_))
            if chat is None or not message_ids:
                return
            rows = [
                {"chat": chat, "message": message, "answer": id_, "part": part}
                for part, message in enumerate(message_ids)
            ]
            inserted = self.database.insert(DELIVERED)
            index = [DELIVERED.c.chat, DELIVERED.c.message]
            given = {"answer": inserted.excluded.answer, "part": inserted.excluded.part}
            connection.execute(inserted.on_conflict_do_update(index_elements=index, set_=given), rows)

    def delivered(self, id_: AnswerId) -> list[int]:
        """The messages that hold an answer, in their order."""
        query = select(DELIVERED.c.message).where(DELIVERED.c.answer == id_).order_by(DELIVERED.c.part)
        with self.database.reading() as connection:
            return list(connection.execute(query).scalars())

    def sweep(self, before: float, *, sparing: Collection[str] = ()) -> int:
        """Forgets answers that were made before that time, but for those of the jobs `sparing`. Returns how many."""
        old = ANSWERS.c.made_at < before
        with self.database.begin() as connection:
            found = connection.execute(select(ANSWERS.c.id, ANSWERS.c.identity).where(old)).all()
            spared = [row.id for row in found if _job(row.identity) in sparing]
            return _delete_answers(connection, old & ANSWERS.c.id.not_in(spared))

    def forget(self, person: int) -> int:
        """Forgets what a person asked for or said, and all of the person's private chat. Returns how many.

        What another one sent stays, even if it is the same file: it has an answer of its own, which is that one's.
        """
        known = self.key.hashed(person)
        return self._delete((ANSWERS.c.person == known) | (ANSWERS.c.speaker == known) | (ANSWERS.c.chat == person))

    def forget_chat(self, chat: int) -> int:
        """Forgets a chat's answers. Returns how many."""
        return self._delete(ANSWERS.c.chat == chat)

    def _sound_key(self, written: str) -> str:
        """A hash, since a link may be long and hold characters that no database takes."""
        return self.key.hashed(written) if written else ""

    def _one(self, where: ColumnElement[bool]) -> Answer | None:
        query = select(ANSWERS).where(where).order_by(ANSWERS.c.made_at.desc(), ANSWERS.c.id.desc()).limit(1)
        with self.database.reading() as connection:
            row: Any = connection.execute(query).first()
        if row is None:
            return None
        order = Order.from_json(json.loads(row.order_json))
        return Answer(AnswerId(row.id), order, row.transcript_json, row.made_at)

    def _delete(self, where: ColumnElement[bool]) -> int:
        with self.database.begin() as connection:
            return _delete_answers(connection, where)


def _delete_answers(connection: Connection, where: ColumnElement[bool]) -> int:
    connection.execute(delete(DELIVERED).where(DELIVERED.c.answer.in_(select(ANSWERS.c.id).where(where))))
    return connection.execute(delete(ANSWERS).where(where)).rowcount


def _storable(text: str) -> str:
    """Without halves of surrogate pairs, which sites' titles may hold and databases refuse."""
    return text.encode("utf-8", "replace").decode()


def _identity(order: Order) -> str:
    return f"{order.chat}.{order.update}.{order.number}"


def _job(identity: str) -> str:
    """The job that makes the answer."""
    return identity.partition(".")[2]
