"""What is searched for: words and «quoted phrases» as a query of FTS5, and as a pattern that finds their place. Pure.

Every word must stand somewhere in the item, in any form that folding takes for the same, and words of three letters and
more may go on («کتاب» finds «کتاب‌ها»), as may the last one, which may not be typed to its end. In quotes words stand
one after the other, each as it is. A compound with a half-space is also found with a space («دانش‌آموز», «دانش آموز»).
`loosely` is for when nothing is found: two words may be written in one («کتاب خانه») and one in two («اینکه»).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from dabir_desktop.folding import fold, folded_words

_MOST_WORDS: Final = 16
_GOES_ON_LETTERS: Final = 3
_QUOTED = re.compile(r"[«“”\"„]([^»“”\"„]*)([»“”\"]?)")
_BREAK = "[ \n]"
_BEFORE, _AFTER = "(?<![^ \n])", "(?![^ \n])"


@dataclass(frozen=True, slots=True)
class Run:
    """Folded words that stand one after the other; with `goes_on` the last one may have more letters."""

    words: tuple[str, ...]
    goes_on: bool

    @property
    def query(self) -> str:
        """For FTS5; folded words hold no quotes."""
        return f'"{" ".join(self.words)}"{"*" if self.goes_on else ""}'

    @property
    def pattern(self) -> str:
        """For a folded text, up to the end of the last word."""
        return _BREAK.join(map(re.escape, self.words)) + (r"[^ \n]*" if self.goes_on else _AFTER)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found: any of some runs."""

    runs: tuple[Run, ...]

    @property
    def query(self) -> str:
        """For FTS5."""
        return f"({' OR '.join(run.query for run in self.runs)})"

    def places(self, folded: str) -> list[tuple[int, int]]:
        """Where it stands in a folded text; one of three letters and more inside words, too, where none begins so."""
        pattern = f"(?:{'|'.join(run.pattern for run in self.runs)})"
        found = [match.span() for match in re.finditer(_BEFORE + pattern, folded)]
        if found or len(self.runs[0].words[0]) < _GOES_ON_LETTERS:
            return found
        return [match.span() for match in re.finditer(pattern, folded)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: all of the terms, in any order."""

    terms: tuple[Term, ...]

    @property
    def query(self) -> str:
        """For FTS5; «» finds nothing and must not be asked."""
        return " AND ".join(term.query for term in self.terms)


def wanted(asked: str) -> Wanted:
    """What somebody asks for."""
    phrases = [
        Run(words, not found[2]) for found in _QUOTED.finditer(asked) if (words := tuple(fold(found[1]).split()))
    ]
    free = _free_words(asked)
    is_open = not asked[-1:].isspace()
    terms = [_term(word, parts, is_last=is_open and at == len(free) - 1) for at, (word, parts) in enumerate(free)]
    return Wanted(tuple(chain((Term((phrase,)) for phrase in phrases), terms))[:_MOST_WORDS])


def loosely(asked: str) -> Wanted | None:
    """The same with words written in one or in two; None where that is nothing more."""
    words = [word for word, _ in _free_words(asked)][:_MOST_WORDS]
    if not words or _QUOTED.search(asked):
        return None
    return Wanted(tuple(_loose_terms(words)))


def _free_words(asked: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(word.text, word.parts) for word in folded_words(_QUOTED.sub(" . ", asked))]


def _term(word: str, parts: tuple[str, ...], *, is_last: bool) -> Term:
    goes_on = is_last or len(word) >= _GOES_ON_LETTERS
    apart = (Run(parts, goes_on),) if parts else ()
    return Term((Run((word,), goes_on), *apart))


def _loose_terms(words: Sequence[str]) -> Iterable[Term]:
    """Each word as it is, in two, or in one with a neighbour."""
    for at, word in enumerate(words):
        joined = [one + word for one in words[max(0, at - 1) : at]] + [word + one for one in words[at + 1 : at + 2]]
        in_two = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        yield Term(tuple(Run(run, True) for run in [(word,), *((one,) for one in joined), *in_two]))
