"""The desktop's library with ten thousand transcripts: how long a search takes, and how long the window is deaf."""

from collections.abc import Sequence

from benchmarks import library_search
from benchmarks.bench import Bench
from benchmarks.environments import BENCH
from benchmarks.outcome import Outcome, Wanted

ITEMS, ITEMS_QUICK = 10_000, 1_000
SEARCH = Wanted("≤", 100.0)
FRAME = Wanted("≤", 50.0)


def measure(bench: Bench) -> Sequence[Outcome]:
    """The slowest question and the slowest step of scrolling; the rest is in the raw figures."""
    from benchmarks import library_scroll  # Qt, which no other row needs

    items = ITEMS_QUICK if bench.is_quick else ITEMS
    with library_search.filled(BENCH / f"library-{items}", items) as library:
        asked = list(library_search.figures(library, library_search.Speaker()))
        steps = dict(library_scroll.figures(library))
    name, (_, slowest), _ = max((one for one in asked if one[0].startswith("search")), key=lambda one: one[1][1])
    raw_search = {name: {"least_ms": least, "worst_ms": worst, "note": note} for name, (least, worst), note in asked}
    scrolling = [step for name, taken in steps.items() if name.startswith("scrolling") for step in taken]
    return [
        Outcome(f"search over {items} transcripts", "", slowest, "ms", SEARCH, f"the slowest: {name}", raw_search),
        Outcome("a step of scrolling them", "", max(scrolling), "ms", FRAME, f"of {len(scrolling)}", dict(steps)),
    ]
