"""How a sentence for people is kept: with a place for what it speaks of, which may be unnamed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """What a sentence speaks of: with a subject, and without one."""

    named: str
    unnamed: str

    def of(self, subject: str) -> str:
        """The noun for a subject, which may be empty."""
        return self.named.replace("{subject}", subject) if subject else self.unnamed


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in one language, with `{it}` where its noun goes."""

    sentence: str
    noun: Noun

    def about(self, subject: str) -> str:
        """The whole sentence, its first letter in upper case."""
        told = self.sentence.replace("{it}", self.noun.of(subject))
        return told[:1].upper() + told[1:]
