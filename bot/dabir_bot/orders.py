"""What a person asks for with one message: plain values that a job carries through crashes as JSON. Pure."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from dabir_core import Task
from dabir_core.sentences import Language
from dabir_core.units import Seconds


class SoundKind(StrEnum):
    """In what form the sound came."""

    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    ROUND = "round"
    """A round video note."""
    DOCUMENT = "document"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Order:
    """One sound to be made into text, for one person in one chat.

    update      the update that asked for it; with `number` its identity: the same update never makes two jobs
    number      counts the sounds that one update asks for (links), from 0
    chat        where the answer goes; negative for groups
    topic       the thread of a forum, or None
    message     the message that holds the sound, which the answer replies to
    person      who asked; 0 where Telegram does not tell, such as an anonymous admin
    speaker     who sent the sound, whose words these are taken for; 0 likewise
    file_id     what Telegram calls the file, "" for links; `file_key` is the same for all who send it
    link        the address, "" for files
    name        the file's name as its sender called it, or ""
    duration    as declared by the sender's app, None where it does not say; `size_bytes` likewise
    language    what is spoken, Whisper's code; None detects it
    speaks      the language that the bot answers in
    album       Telegram's media group, "" for single messages
    asked_at    seconds since 1970
    """

    update: int
    chat: int
    message: int
    person: int
    kind: SoundKind
    speaker: int = 0
    number: int = 0
    topic: int | None = None
    file_id: str = ""
    file_key: str = ""
    link: str = ""
    name: str = ""
    duration: Seconds | None = None
    size_bytes: int | None = None
    language: str | None = "fa"
    task: Task = Task.TRANSCRIBE
    speaks: Language = "fa"
    album: str = ""
    asked_at: float = 0.0

    @property
    def is_group(self) -> bool:
        """Whether many people read the answer."""
        return self.chat < 0

    @property
    def sound_key(self) -> str:
        """What tells one sound from another: Telegram's key of the file, or the link."""
        return self.file_key or self.link

    def to_json(self) -> dict[str, Any]:
        """Plain values only, for the job's row."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The inverse of `to_json`. Raises: TypeError for fields that are not ours, ValueError for kinds likewise."""
        return cls(**{**values, "kind": SoundKind(values["kind"]), "task": Task(values["task"])})
