"""A sentence about something: the noun it speaks of, with a subject and without one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from dabir_core.errors import DabirError

Words = TypeVar("Words")


def nearest(error: DabirError, words: Mapping[type[DabirError], Words]) -> Words | None:
    """What is said of the nearest of an error's classes that has words; None where none has."""
    return next((words[kind] for kind in type(error).__mro__ if kind in words), None)


@dataclass(frozen=True, slots=True)
class Noun:
    """What a sentence speaks of: with a subject, and without one."""

    named: str
    unnamed: str

    def of(self, subject: str) -> str:
        """The noun with that subject in place of `{subject}`, or without one."""
        return self.named.replace("{subject}", subject) if subject else self.unnamed


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in one language, with `{it}` where its noun goes."""

    sentence: str
    noun: Noun

    def about(self, subject: str) -> str:
        """The sentence about that subject, with a capital letter."""
        told = self.sentence.replace("{it}", self.noun.of(subject))
        return told[:1].upper() + told[1:]
