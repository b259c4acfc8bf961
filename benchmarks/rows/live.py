"""How soon live text stands, how much of it changes, and what it takes."""

from collections.abc import Sequence

from benchmarks import live_delay
from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted


def measure(_bench: Bench) -> Sequence[Outcome]:
    """The demo note with the demo checkpoint, in real time."""
    figures = live_delay.measured()
    found, words = round(figures["words_found"]), round(figures["words"])
    shown = f"shown after {figures['median_shown_s']:.2f} s, longest {figures['longest_delay_s']:.2f} s"
    note = f"{found} of {words} words; {shown}"
    return [
        Outcome("live text, median delay to a committed word", "", figures["median_delay_s"], "s", None, note, figures),
        Outcome("live text, share of committed words changed", "", figures["changed_share"], "", raw=figures),
        Outcome("live text, real-time factor", "", figures["reading_share"], "", Wanted("≤", 1.0), raw=figures),
    ]
