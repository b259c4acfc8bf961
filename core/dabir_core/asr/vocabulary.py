"""A checkpoint's tokens: text to ids and back, and the ids that steer Whisper.

The tokenizers library encodes. Decoding is ours, by bytes: a Persian letter may be split between two tokens, and words
can only be cut where letters end. A byte-level vocabulary writes each byte as one letter (GPT-2's alphabet).
Source: openai/gpt-2@9b63575 src/encoder.py bytes_to_unicode; openai/whisper@c0d2f62 tokenizer.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from dabir_core.asr.languages import language_code
from dabir_core.asr.special_tokens import (
    END_OF_TEXT,
    NO_SPEECH,
    NO_TIMESTAMPS,
    START,
    START_OF_PREVIOUS,
    TRANSCRIBE,
    TRANSLATE,
    SpecialTokens,
    is_special,
)
from dabir_core.errors import OptionError
from dabir_core.options import Task
from dabir_core.units import Seconds

TIMESTAMP_STEP: Seconds = 0.02


class Encoder(Protocol):
    """Byte-pair encoding of ordinary text."""

    def encode(self, text: str) -> list[int]:
        """Ids of the text; what looks like a special token is text too."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Whisper's vocabulary: special ids by name, text by `encode` and `decode`.

    `languages` maps codes to ids and is empty for an English-only checkpoint; `pieces` are the vocabulary's entries as
    they are written in its files.
    """

    size: int
    end_of_text: int
    start_of_transcript: int
    transcribe: int
    translate: int
    start_of_previous: int
    no_speech: int
    no_timestamps: int
    first_timestamp: int
    last_timestamp: int
    languages: Mapping[str, int] = field(repr=False)
    pieces: Mapping[int, str] = field(repr=False)
    encoder: Encoder = field(repr=False)

    @property
    def is_multilingual(self) -> bool:
        """Whether the decoder is told language and task."""
        return bool(self.languages)

    def is_timestamp(self, token: int) -> bool:
        """Whether the token is one of <|0.00|> … <|30.00|>."""
        return self.first_timestamp <= token <= self.last_timestamp

    def timestamp_seconds(self, token: int) -> Seconds:
        """Seconds from the window's start that a timestamp token says."""
        assert self.is_timestamp(token)
        return (token - self.first_timestamp) * TIMESTAMP_STEP

    def encode(self, text: str) -> list[int]:
        """Ids of ordinary text: no special token is added or found in it, and no space put before it."""
        return self.encoder.encode(text)

    def decode(self, ids: Sequence[int]) -> str:
        """Text of the ids without special and timestamp tokens; U+FFFD for bytes that are no UTF-8."""
        return b"".join(self.token_bytes(token) for token in ids).decode("utf-8", "replace")

    def token_bytes(self, token: int) -> bytes:
        """UTF-8 bytes of one token, perhaps a part of a letter; none for special, timestamp and unknown tokens."""
        piece = self.pieces.get(token, "")
        if is_special(piece):
            return b""
        try:
            return bytes(map(_BYTE_OF_LETTER.__getitem__, piece))
        except KeyError:  # a word that fine-tuning added is written as itself
            return piece.encode("utf-8")

    def prompt(self, language: str | None, task: Task, *, timestamps: bool) -> tuple[int, ...]:
        """The ids that start a transcript: start, language and task where there are several, «no timestamps» if so.

        Raises: OptionError for a language that the checkpoint does not know, for none where it must be told one, and
        for translation by an English-only checkpoint.
        """
        ending = () if timestamps else (self.no_timestamps,)
        if self.is_multilingual:
            return (self.start_of_transcript, self._language_id(language), self._task_id(task), *ending)
        if language not in (None, "en"):
            raise OptionError("language", detail="the checkpoint knows English only")
        if task is not Task.TRANSCRIBE:
            raise OptionError("task", detail="an English-only checkpoint does not translate")
        return (self.start_of_transcript, *ending)

    def _language_id(self, language: str | None) -> int:
        if language is None:
            raise OptionError("language", detail="a multilingual checkpoint must be told one")
        return self.languages[language_code(language, self.languages)]

    def _task_id(self, task: Task) -> int:
        return self.translate if task is Task.TRANSLATE else self.transcribe


def build_vocabulary(pieces: Mapping[int, str], encoder: Encoder, *, special: SpecialTokens, size: int) -> Vocabulary:
    """Puts a vocabulary together from its pieces by id and the special tokens that were found."""
    return Vocabulary(
        size=size,
        end_of_text=special.ids[END_OF_TEXT],
        start_of_transcript=special.ids[START],
        transcribe=special.ids[TRANSCRIBE],
        translate=special.ids[TRANSLATE],
        start_of_previous=special.ids[START_OF_PREVIOUS],
        no_speech=special.ids[NO_SPEECH],
        no_timestamps=special.ids[NO_TIMESTAMPS],
        first_timestamp=special.first_timestamp,
        last_timestamp=special.last_timestamp,
        languages=special.languages,
        pieces=pieces,
        encoder=encoder,
    )


def letter_bytes() -> dict[str, int]:
    """GPT-2's alphabet: a printable Latin-1 byte is written as itself, the n-th of the others as U+0100 + n."""
    printable = set(chain(range(0x21, 0x7F), range(0xA1, 0xAD), range(0xAE, 0x100)))
    others = (byte for byte in range(256) if byte not in printable)
    return {chr(byte): byte for byte in printable} | {chr(0x100 + n): byte for n, byte in enumerate(others)}


_BYTE_OF_LETTER: Mapping[str, int] = letter_bytes()
