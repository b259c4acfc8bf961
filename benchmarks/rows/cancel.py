"""How long a job goes on after it was asked to stop."""

import statistics
from collections.abc import Sequence

from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted
from benchmarks.side import OURS

CANCEL_AFTER_SECONDS = (1.0, 1.7, 2.9, 4.3, 5.1, 6.4, 7.2, 8.8)
"""When a job is asked to stop: in the encoder or in the decoder, as it comes."""


def measure(bench: Bench) -> Sequence[Outcome]:
    """The longest of several cancels of a long file in batches."""
    with bench.loaded(OURS) as (ours,):
        sound = str(bench.long_sound)  # longer than the last of these moments
        replies = [
            ours.call("cancelled", sound=sound, after_s=after)
            for after in CANCEL_AFTER_SECONDS[:: 2 if bench.is_quick else 1]
        ]
    latencies = [reply.gave["latency_ms"] for reply in replies]
    note = f"the longest of {len(latencies)}; median {statistics.median(latencies):.0f} ms"
    return [Outcome("cancel", "", max(latencies), "ms", Wanted("≤", 300.0), note, {"latency_ms": latencies})]
