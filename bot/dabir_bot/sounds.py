"""What a message holds that can become text: a file, or links. Pure: it reads what Telegram's library parsed."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from telegram import Audio, Document, Message, MessageEntity, Video, VideoNote, Voice

from dabir_bot.orders import SoundKind
from dabir_bot.sending import seconds_of
from dabir_core.audio import MEDIA_SUFFIXES
from dabir_core.fetch import is_link
from dabir_core.units import Seconds

MOST_LINKS: Final = 5
"""Of one message; a list of links is not meant for us."""
_LONGEST_NAME: Final = 120
_LONGEST_TITLE: Final = 60
_SOUND_TYPES: Final = ("audio/", "video/", "application/ogg")

_BREAKING: Final = frozenset({"Cc", "Zl", "Zp"})
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_Media = Voice | Audio | Video | VideoNote | Document


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound of a message; the fields are those of `orders.Order`."""

    kind: SoundKind
    file_id: str = ""
    file_key: str = ""
    link: str = ""
    name: str = ""
    duration: Seconds | None = None
    size_bytes: int | None = None


def sounds_in(message: Message) -> tuple[Sound, ...]:
    """The message's file, or its links where it has none; nothing for what holds no sound."""
    sound = sound_in(message)
    return (sound,) if sound else tuple(Sound(SoundKind.LINK, link=link) for link in links_in(message))


def sound_in(message: Message) -> Sound | None:
    """The message's file if it can hold sound. A moving picture without sound comes as an animation."""
    if message.animation is not None:
        return None
    kinds: tuple[tuple[SoundKind, _Media | None], ...] = (
        (SoundKind.VOICE, message.voice),
        (SoundKind.AUDIO, message.audio),
        (SoundKind.VIDEO, message.video),
        (SoundKind.ROUND, message.video_note),
        (SoundKind.DOCUMENT, _sound_document(message.document)),
    )
    return next((_sound(kind, media) for kind, media in kinds if media is not None), None)


def links_in(message: Message) -> tuple[str, ...]:
    """The links of a text or a caption, each once, the first few; one without a scheme is taken for https."""
    kinds: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
    found = message.parse_entities(kinds) if message.text else {}
    found |= message.parse_caption_entities(kinds) if message.caption else {}
    links = [whole_text(entity.url or text) for entity, text in sorted(found.items(), key=lambda each: each[0].offset)]
    whole = [link if is_link(link) else f"https://{link}" for link in links]
    return tuple(dict.fromkeys(link for link in whole if link.lower().startswith("http")))[:MOST_LINKS]


def link_title(link: str) -> str:
    """A link as people tell it from others of the same message, without its scheme."""
    title = one_line(link.partition("://")[2].removeprefix("www.").rstrip("/"))
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def one_line(name: str) -> str:
    """A name without what breaks a line or turns it around; joiners and marks stay, which Persian needs."""
    return "".join(letter for letter in whole_text(name) if not _is_unseen(letter))


def whole_text(text: str) -> str:
    """Without halves of surrogate pairs, which Telegram lets pass and no database takes."""
    return text.encode("utf-8", "replace").decode()


def _is_unseen(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in _BREAKING


def _sound_document(document: Document | None) -> Document | None:
    if document is None:
        return None
    has_type = (document.mime_type or "").startswith(_SOUND_TYPES)
    return document if has_type or PurePath(document.file_name or "").suffix.lower() in MEDIA_SUFFIXES else None


def _sound(kind: SoundKind, media: _Media) -> Sound:
    duration: timedelta | int | None = getattr(media, "duration", None)
    return Sound(
        kind,
        file_id=media.file_id,
        file_key=media.file_unique_id,
        name=one_line(getattr(media, "file_name", None) or "")[:_LONGEST_NAME],
        duration=seconds_of(duration) if duration else None,
        size_bytes=media.file_size,
    )
