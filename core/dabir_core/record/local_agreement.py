"""LocalAgreement-2: words of a growing utterance stand once two successive hypotheses agree on them. Pure.

Each hypothesis is of the utterance from its beginning on, as people read it (mended by the display rules), so that
«می روم» and «می‌روم» agree. What both say after the words that stand already, from its first word on, stands from then
on, but for a last word that may still grow: one that no other follows, and one before a word that may be the beginning
of an ending («کتاب ه…» becomes «کتاب‌ها»). Where a hypothesis changes a word that stands, the places after which both
go on are found by the fewest edits.
Source: Macháček, Dabre and Bojar 2023 (Whisper-Streaming), §2; Liu et al. 2020 (LocalAgreement-n).
"""

from collections.abc import Sequence
from typing import Final

from dabir_core.text.half_space_words import AFTER_SILENT_HE, COMPARATIVES, PLURALS, PREFIXES, SUPERLATIVES
from dabir_core.text.script import ZWNJ, bare
from dabir_core.transcript import Word
from dabir_core.units import Seconds

_ENDINGS: Final = PLURALS | COMPARATIVES | SUPERLATIVES | AFTER_SILENT_HE


class LocalAgreement:
    """One utterance's words while it grows."""

    def __init__(self, committed: Sequence[Word] = ()) -> None:
        """`committed` are words at its beginning that stand already, from before a cut."""
        self._committed = tuple(committed)
        self._latest: tuple[Word, ...] = ()
        self._tentative: tuple[Word, ...] = ()

    @property
    def committed(self) -> tuple[Word, ...]:
        """The words that stand; only ever added to."""
        return self._committed

    @property
    def tentative(self) -> tuple[Word, ...]:
        """What the latest hypothesis says after them."""
        return self._tentative

    def hear(self, hypothesis: Sequence[Word]) -> None:
        """Takes the next hypothesis of the whole utterance."""
        before, self._latest = self._latest, tuple(hypothesis)
        rest = self._rest(self._latest)
        count = _agreed(self._rest(before), rest)
        while count and may_grow(rest, count - 1):
            count -= 1
        self._committed += rest[:count]
        self._tentative = rest[count:]

    def _rest(self, hypothesis: tuple[Word, ...]) -> tuple[Word, ...]:
        return hypothesis[place_after(self._committed, hypothesis) :]


def may_grow(words: Sequence[Word], place: int) -> bool:
    """Whether the word at that place may become a longer one when more is heard."""
    if place + 1 == len(words):
        return True
    word = bare(words[place].text)
    if word.endswith(ZWNJ) or word in PREFIXES:
        return True
    is_last = place + 2 == len(words)
    return is_last and any(ending.startswith(bare(words[place + 1].text)) for ending in _ENDINGS)


def place_after(committed: Sequence[Word], hypothesis: Sequence[Word]) -> int:
    """How many of the hypothesis' words say what the committed ones say.

    The fewest edits decide, then where the last word ends.
    """
    if not committed:
        return 0
    costs = prefix_costs([word.text for word in committed], [word.text for word in hypothesis])
    return min(range(len(costs)), key=lambda count: (costs[count], _apart(committed, hypothesis, count)))


def changed_share(committed: Sequence[Word], final: Sequence[Word]) -> float:
    """The share of committed words that the final text changed: edits of words, in its best beginning."""
    if not committed:
        return 0.0
    costs = prefix_costs([word.text for word in committed], [word.text for word in final])
    return min(1.0, min(costs) / len(committed))


def prefix_costs(words: Sequence[str], reference: Sequence[str]) -> list[int]:
    """The fewest words to insert, delete or replace between `words` and each beginning of the reference, «» first.

    Source: Wagner and Fischer 1974.
    """
    row = list(range(len(reference) + 1))
    for said, word in enumerate(words, start=1):
        upper, row = row, [said]
        for place, other in enumerate(reference):
            row.append(min(upper[place] + (word != other), upper[place + 1] + 1, row[place] + 1))
    return row


def _agreed(before: Sequence[Word], after: Sequence[Word]) -> int:
    pairs = zip(before, after, strict=False)
    return next(
        (count for count, (one, other) in enumerate(pairs) if one.text != other.text), min(len(before), len(after))
    )


def _apart(committed: Sequence[Word], hypothesis: Sequence[Word], count: int) -> Seconds:
    end = hypothesis[count - 1].end if count else hypothesis[0].start if hypothesis else 0.0
    return abs(end - committed[-1].end)
