"""The library with many transcripts: how long a search, a save and a screen of the list take.

`python -m benchmarks.library_search [--items 10000] [--keep FOLDER]` fills a library with Persian text of realistic
size, asks and scrolls, and prints one line for each figure. Words are drawn from a vocabulary whose frequencies follow
Zipf's law, as those of any language do: common words stand in every transcript, which is the hard case for an index.
One transcript in ten has 300 segments with the times of all words (about 40 minutes of speech), the others 2 to 40.
"""

import argparse
import random
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Final

from dabir_core.transcript import Segment, Transcript, Word
from dabir_desktop.library import Keep, Kind, Library, NewItem

_VOCABULARY: Final = 40_000
_WORDS_OF_SEGMENT: Final = 14
_LONG_SEGMENTS: Final = 300
_FIRST_DAY: Final = datetime(2023, 1, 1, tzinfo=UTC)
_COMMON: Final = (
    *("و", "در", "به", "از", "که", "این", "را", "با", "است", "برای", "آن", "یک", "خود", "تا", "بر", "هم", "نیز", "شد"),
    *("می‌شود", "کرد", "بود", "ما", "هر", "او", "می‌کند", "شده", "باید", "دو", "اما", "یا", "همه", "می‌خواهیم"),
    *("کتاب‌ها", "دانش‌آموزان", "خانه‌ها", "بزرگ‌ترین", "می‌گوید", "نمی‌دانم", "امروز", "سال", "مردم", "ایران", "تهران"),
)
_LETTERS: Final = "ابپتجچحخدرزژسشصضطظعغفقکگلمنوهی"
_QUERIES: Final = (
    ("a common word", "است"),
    ("one letter", "ا"),
    ("two letters", "می"),
    ("three common words", "که این است"),
    ("a verb in three ways of writing", "می خواهیم"),
    ("a compound by its second part", "آموزان"),
    ("a phrase", '"در این"'),
    ("a common and a rare word", "امروز {rare}"),
    ("a rare word", "{rare}"),
    ("what is nowhere, written in two", "قصقصقص غخغخغخ"),
)


class Speaker:
    """Says Persian-like sentences, the same ones each time."""

    def __init__(self) -> None:
        self._random = random.Random(5)
        made = ("".join(self._random.choices(_LETTERS, k=self._random.randint(2, 8))) for _ in range(_VOCABULARY))
        self.words = [*_COMMON, *made]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def transcript(self, segments: int) -> Transcript:
        """One of so many segments, six seconds each."""
        said = tuple(self._segment(number * 6.0) for number in range(segments))
        return Transcript(said, segments * 6.0, "fa", 1.0, "small")

    def segments(self) -> int:
        """How many segments the next transcript has."""
        return _LONG_SEGMENTS if self._random.random() < 0.1 else self._random.randint(2, 40)

    def _segment(self, start: float) -> Segment:
        drawn = [self._random.random() * self._weights[-1] for _ in range(_WORDS_OF_SEGMENT)]
        texts = [self.words[bisect(self._weights, place)] for place in drawn]
        step = 6.0 / _WORDS_OF_SEGMENT
        words = tuple(
            Word(text, round(start + at * step, 2), round(start + (at + 1) * step, 2), round(self._random.random(), 4))
            for at, text in enumerate(texts)
        )
        return Segment(start, start + 6.0, " ".join(texts), "fa", words)


def fill(library: Library, items: int, speaker: Speaker) -> None:
    """Puts transcripts in, three hours apart."""
    for number in range(items):
        came = datetime.fromtimestamp(_FIRST_DAY.timestamp() + number * 10_800, UTC)
        sound = Path(f"/nowhere/{number}.mp3")
        library.add(
            NewItem(f"گفت‌وگوی {number}", sound, Kind.FILE, Keep.THEIRS, speaker.transcript(speaker.segments()), came)
        )


def least_and_worst_ms(action: Callable[[], object], turns: int = 7) -> tuple[float, float]:
    """Milliseconds of the quickest and the slowest of several turns, after none to warm up."""
    taken = []
    for _ in range(turns):
        began = time.perf_counter()
        action()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken), max(taken)


def figures(library: Library, speaker: Speaker) -> Iterator[tuple[str, tuple[float, float], str]]:
    """What is measured: its name, milliseconds, a note."""
    rare = speaker.words[_VOCABULARY // 2]
    for name, query in _QUERIES:
        asked = query.format(rare=rare)
        hits = library.search(asked)
        yield f"search: {name}", least_and_worst_ms(partial(library.search, asked)), f"{len(hits)} hits"
    ids = library.ids()
    yield "all ids", least_and_worst_ms(library.ids), f"{len(ids)} items"
    yield "64 lines of the list", least_and_worst_ms(lambda: library.items(ids[5000:5064] or ids[:64])), ""
    longest = max(library.items(ids[:200]), key=lambda item: item.duration).id
    yield "open a transcript of 300", least_and_worst_ms(lambda: library.transcript(longest)), ""
    yield "save one edit of 300", least_and_worst_ms(lambda: _edited(library, longest, speaker)), ""


def _edited(library: Library, item: int, speaker: Speaker) -> None:
    transcript = library.transcript(item)
    assert transcript is not None
    segments = (*transcript.segments[:100], *speaker.transcript(1).segments, *transcript.segments[101:])
    library.save(item, Transcript(segments, transcript.duration, "fa", 1.0, "small"))


@contextmanager
def filled(folder: Path, items: int) -> Iterator[Library]:
    """The library in that folder, filled with so many transcripts if there is none."""
    path = folder / "library.sqlite3"
    is_new = not path.exists()
    with Library(path) as library:
        if is_new:
            fill(library, items, Speaker())
        yield library


def main() -> None:
    """Prints a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder whose library is made once and used again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, filled(asked.keep or Path(made), asked.items) as library:
        for name, (least, worst), note in figures(library, Speaker()):
            print(f"{name:40} {least:7.1f} ms   worst {worst:7.1f} ms   {note}", flush=True)


if __name__ == "__main__":
    main()
