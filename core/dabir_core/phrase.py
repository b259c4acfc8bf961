"""A text of an app in both its languages, written where it is shown. Pure.

Both stand side by side in the code, so that none can be forgotten and the type checker finds the rest; files of
translations would keep them apart and need a build step.
"""

from dataclasses import dataclass

from dabir_core.sentences import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said in English and in Persian, in logical order, with `{name}` where a value goes."""

    en: str
    fa: str

    def __call__(self, language: Language, **values: str) -> str:
        """The phrase in that language with its values filled in. Raises: KeyError for a value that is missing."""
        return (self.fa if language == "fa" else self.en).format(**values)
