"""What is left out, and which of the rest is drawn: SQL over the ledger, begun anew each time it is asked.

The order of `Drop` is the order of the rules, so that a clip is counted under the first that leaves it out. Test loses
only what cannot be heard or has no text, so that its figures stay comparable; dev and train lose the rest too. Draws go
by each row's rank, a hash of seed, source and id: the same everywhere, whatever else is in the set.
"""

import sqlite3
from collections.abc import Iterator
from typing import Final

from dabir_training.configuration import PreparationSettings, SourceSettings, SplitPolicy
from dabir_training.prepare.ledger import MISSING
from dabir_training.prepare.row import Drop

_LEAST_BYTES_A_SECOND: Final = 500
"""4 kbit/s: below what any codec makes of speech, so the file was cut short."""
_HELD: Final = "FROM rows WHERE split <> 'train'"

Rule = tuple[Drop, str, tuple[object, ...]]


def judge(ledger: sqlite3.Connection, settings: PreparationSettings) -> None:
    """Says of each row why it is left out, if it is."""
    rehearsal = [(source.name,) for source in settings.sources if source.is_rehearsal]
    with ledger:
        ledger.executemany("DELETE FROM rows WHERE source = ? AND split <> 'train'", rehearsal)
        ledger.execute("UPDATE rows SET dropped = fault")
        for drop, condition, values in _rules(settings):
            ledger.execute(f"UPDATE rows SET dropped = ? WHERE dropped IS NULL AND {condition}", (drop, *values))
        if settings.splits is SplitPolicy.VALIDATED:
            _cap(ledger, "sentence", settings.clips_per_sentence, drop=Drop.SENTENCE_CAP)
            _cap(ledger, "speaker", settings.clips_per_speaker, drop=Drop.SPEAKER_CAP)
        for source in settings.sources:
            percent = 100.0 if source.is_rehearsal else settings.percent
            _draw(ledger, source, split="train", share=source.share * percent / 100)
            _draw(ledger, source, split="test", share=settings.test_percent / 100)


def _rules(settings: PreparationSettings) -> Iterator[Rule]:
    cut_short = f"(start = 0 AND bytes < {_LEAST_BYTES_A_SECOND} * duration)"
    yield Drop.MISSING, "bytes = ?", (MISSING,)
    yield Drop.UNDECODABLE, f"(bytes = 0 OR duration <= 0 OR {cut_short})", ()
    if settings.splits is SplitPolicy.VALIDATED:
        yield Drop.REPORTED, "split = 'train' AND sentence IN (SELECT sentence FROM reported)", ()
        yield Drop.SPEAKER, f"split = 'train' AND speaker <> '' AND speaker IN (SELECT speaker {_HELD})", ()
        yield Drop.SENTENCE, f"split = 'train' AND sentence IN (SELECT sentence {_HELD})", ()
    yield Drop.SHORT, "split <> 'test' AND duration < ?", (settings.shortest,)
    yield Drop.LONG, "split <> 'test' AND duration > ?", (settings.longest,)
    yield Drop.SLOW, "split <> 'test' AND letters < ? * duration", (settings.slowest,)
    yield Drop.FAST, "split <> 'test' AND letters > ? * duration", (settings.fastest,)


def _cap(ledger: sqlite3.Connection, column: str, most: int, *, drop: Drop) -> None:
    """Leaves at most so many training clips with the same value; where nobody knows the speaker, all stay."""
    numbered = (
        f"SELECT number, ROW_NUMBER() OVER (PARTITION BY {column} ORDER BY rank, number) AS place"
        f" FROM rows WHERE split = 'train' AND dropped IS NULL AND {column} <> ''"
    )
    over = f"SELECT number FROM ({numbered}) WHERE place > ?"
    ledger.execute(f"UPDATE rows SET dropped = ? WHERE number IN ({over})", (drop, most))


def _draw(ledger: sqlite3.Connection, source: SourceSettings, *, split: str, share: float) -> None:
    """Leaves that share of a source's clips, to the nearest clip."""
    left = "FROM rows WHERE source = ? AND split = ? AND dropped IS NULL"
    (count,) = ledger.execute(f"SELECT COUNT(*) {left}", (source.name, split)).fetchone()
    rest = f"SELECT number {left} ORDER BY rank, number LIMIT -1 OFFSET ?"
    values = (Drop.NOT_DRAWN, source.name, split, int(count * share + 0.5))
    if share < 1:
        ledger.execute(f"UPDATE rows SET dropped = ? WHERE number IN ({rest})", values)
