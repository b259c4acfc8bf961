"""Which words of a hypothesis stand for which of its reference, and how many are wrong.

Wagner and Fischer's table (1974) with one more step: a run of up to three words that says the same as a run of up to
three words once each is written as one («می روم», «می‌روم», «میروم») costs nothing. Such runs are found through a
dictionary of joined words, so the table itself stays the plain one with a few more ways through it. Of ways with as
few errors the one with the most words right is taken, which is how a reader would lay the texts beside each other.

Made for utterances: time and memory grow with the product of the two lengths (a thousand words by a thousand take
under a second). Plain Python, for an utterance's table is too small for NumPy to gain anything.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_RUN: Final = 3
Words = Sequence[str]
_ERROR: Final = 1 << 20
"""What an error costs; a word that is right takes one off, and no utterance has as many words."""
_Joins = dict[tuple[int, int], list[tuple[int, int]]]
"""Where two runs that say the same end, and how many words each has."""


class Kind(StrEnum):
    """What a step says of its words; `joined` are equal but for where words are parted."""

    HIT = "hit"
    JOINED = "joined"
    SUBSTITUTION = "substitution"
    DELETION = "deletion"
    INSERTION = "insertion"


@dataclass(frozen=True, slots=True)
class Step:
    """Words of the reference and those of the hypothesis that stand for them; one side is empty where it lacks them."""

    kind: Kind
    reference: tuple[str, ...]
    hypothesis: tuple[str, ...]

    @property
    def is_error(self) -> bool:
        """Whether it counts."""
        return self.kind not in {Kind.HIT, Kind.JOINED}


def word_errors(reference: Words, hypothesis: Words, *, longest_run: int = 1) -> int:
    """The fewest words to insert, delete or replace; runs of up to `longest_run` words may be parted otherwise."""
    if reference == hypothesis:
        return 0
    return -(-_Table(reference, hypothesis, longest_run).costs[-1][-1] // _ERROR)  # rounded up


def align(reference: Words, hypothesis: Words) -> tuple[Step, ...]:
    """One of the cheapest ways from the reference to the hypothesis, boundary-tolerant, always the same one."""
    table = _Table(reference, hypothesis, LONGEST_RUN)
    steps = list[Step]()
    row, column = len(reference), len(hypothesis)
    while row or column:
        kind, up, back = next(table.ways_to(row, column))
        steps.append(Step(kind, tuple(reference[row - up : row]), tuple(hypothesis[column - back : column])))
        row, column = row - up, column - back
    return tuple(reversed(steps))


class _Table:
    """costs[r][h]: what the first r words of the reference cost against the first h of the hypothesis."""

    def __init__(self, reference: Words, hypothesis: Words, longest_run: int) -> None:
        self._reference, self._hypothesis = reference, hypothesis
        self._joins = _joins(reference, hypothesis, longest_run)
        self.costs = [[_ERROR * column for column in range(len(hypothesis) + 1)]]
        for row in range(1, len(reference) + 1):
            self.costs.append(self._row(row))

    def _row(self, row: int) -> list[int]:
        word, above, here = self._reference[row - 1], self.costs[-1], [_ERROR * row]
        for column, said in enumerate(self._hypothesis, start=1):
            replaced = above[column - 1] + (-1 if word == said else _ERROR)
            cost = min(replaced, above[column] + _ERROR, here[-1] + _ERROR)
            for up, back in self._joins.get((row, column), ()):
                cost = min(cost, self.costs[row - up][column - back] - up)
            here.append(cost)
        return here

    def ways_to(self, row: int, column: int) -> Iterator[tuple[Kind, int, int]]:
        """The last steps to a place at its cost, plain and short ones first: their kind, the words of both sides."""
        costs, cost = self.costs, self.costs[row][column]
        before = costs[row - 1][column - 1] if row and column else None
        if before == cost + 1 and self._reference[row - 1] == self._hypothesis[column - 1]:
            yield Kind.HIT, 1, 1
        for up, back in sorted(self._joins.get((row, column), ()), key=sum):
            if costs[row - up][column - back] == cost + up:
                yield Kind.JOINED, up, back
        if before == cost - _ERROR:
            yield Kind.SUBSTITUTION, 1, 1
        if row and costs[row - 1][column] == cost - _ERROR:
            yield Kind.DELETION, 1, 0
        yield Kind.INSERTION, 0, 1


def _joins(reference: Words, hypothesis: Words, longest: int) -> _Joins:
    if longest < 2:
        return {}
    said = defaultdict[str, list[tuple[int, int]]](list)
    for joined, end, words in _runs(hypothesis, longest):
        said[joined].append((end, words))
    joins: _Joins = defaultdict(list)
    for joined, row, up in _runs(reference, longest):
        for column, back in said.get(joined, ()):
            if up + back > 2:
                joins[row, column].append((up, back))
    return joins


def _runs(words: Words, longest: int) -> Iterator[tuple[str, int, int]]:
    """Every run of words as one, where it ends, and how many words it has."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield "".join(words[start:end]), end, end - start
