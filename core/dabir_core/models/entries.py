"""What there is for Persian on the hub, from a file that ships with the package: ids, licences, published error rates.

The file says where each figure comes from; what it does not know is None here, and is known once a model is installed.
"""

import functools
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.dimensions import Dimensions
from dabir_core.models.architectures import ARCHITECTURES, parameters
from dabir_core.models.hub_id import parse_hub_id

ALL_LANGUAGES: Final = "*"
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_LARGEST_BYTES_OF_A_NUMBER: Final = 4
_FIELDS: Final = frozenset({"id", "revision", "base", "languages", "licence", "size_bytes", "wer", "cer", "suits"})


class Machine(StrEnum):
    """What an entry is recommended for."""

    LAPTOP = "laptop"
    STRONG_CPU = "strong-cpu"
    GPU = "gpu"


@dataclass(frozen=True, slots=True)
class Published:
    """Error rates of Persian in percent, and the test that they are of; cer None where only words were counted."""

    wer: float
    cer: float | None
    test: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A checkpoint on the hub.

    revision      the commit that was measured, which is the one to install; None takes the newest
    base          the architecture's name, see `ARCHITECTURES`
    languages     ISO codes; «*» for all of Whisper's
    size_bytes    of its weights, where it is known
    suits         the machine that it is recommended for, if any
    """

    hub_id: str
    revision: str | None
    base: str
    languages: tuple[str, ...]
    licence: str | None
    size_bytes: int | None
    published: Published | None
    suits: Machine | None

    @property
    def dimensions(self) -> Dimensions:
        """The sizes of its architecture."""
        return ARCHITECTURES[self.base]

    @property
    def parameters(self) -> int:
        """How many numbers its weights are."""
        return parameters(self.dimensions)

    @property
    def most_bytes(self) -> int:
        """Its weights' size, or the largest that it can be: four bytes for each number."""
        return self.size_bytes or _LARGEST_BYTES_OF_A_NUMBER * self.parameters

    @property
    def is_multilingual(self) -> bool:
        """Whether it is meant for all of Whisper's languages."""
        return ALL_LANGUAGES in self.languages


@functools.cache
def catalogue() -> tuple[Entry, ...]:
    """Every entry, in the file's order: Persian ones first, better ones first."""
    return parse_catalogue(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))


def find_entry(hub_id: str) -> Entry | None:
    """The entry of that id, as a hub compares ids: without regard to capital letters."""
    return next((entry for entry in catalogue() if entry.hub_id.lower() == hub_id.lower()), None)


def recommended(machine: Machine, *, is_multilingual: bool = False) -> Entry:
    """The entry for such a machine; only one of Persian alone, or only one of all languages."""
    return next(entry for entry in catalogue() if entry.suits is machine and entry.is_multilingual is is_multilingual)


def parse_catalogue(text: str) -> tuple[Entry, ...]:
    """The entries that a catalogue's text lists. Raises: ValueError for a mistake in it, naming the entry."""
    import tomllib

    parsed = tomllib.loads(text)
    entries = tuple(_entry(fields, test=str(parsed.get("test", ""))) for fields in parsed["model"])
    if len({entry.hub_id.lower() for entry in entries}) < len(entries):
        raise ValueError("an id is listed twice")
    return entries


def _entry(fields: dict[str, Any], *, test: str) -> Entry:
    hub_id = parse_hub_id(str(fields.get("id")))
    revision, licence, suits = fields.get("revision"), fields.get("licence"), fields.get("suits")
    mistakes = {
        f"unknown fields: {sorted(set(fields) - _FIELDS)}": set(fields) <= _FIELDS,
        "base": fields.get("base") in ARCHITECTURES,
        "languages": bool(fields.get("languages")),
        "revision": revision is None or _COMMIT.fullmatch(revision) is not None,
        "recommended without a licence": suits is None or bool(licence),
        "an error rate without its test": "wer" not in fields or bool(test),
    }
    wrong = [mistake for mistake, is_fine in mistakes.items() if not is_fine]
    if wrong:
        raise ValueError(f"{hub_id}: {'; '.join(wrong)}")
    return Entry(
        hub_id=hub_id,
        revision=revision,
        base=fields["base"],
        languages=tuple(fields["languages"]),
        licence=licence,
        size_bytes=fields.get("size_bytes"),
        published=Published(fields["wer"], fields.get("cer"), test) if "wer" in fields else None,
        suits=None if suits is None else Machine(suits),
    )
