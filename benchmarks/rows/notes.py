"""How long a voice note takes: the median of notes of 5 to 10 s, with a full and with a short encoder input."""

from collections.abc import Sequence
from functools import partial

from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted, in_turns, median_s, raw_of
from benchmarks.side import CAPS, OURS, Reply, Side

PEER = "faster-whisper"


def measure(bench: Bench) -> Sequence[Outcome]:
    """With the machine's own instructions; the full input is stated beside the short one."""
    with bench.loaded(OURS, PEER, shortened=True) as (ours, peer):
        short = compared(ours, peer, bench, what="p50 of 5-10 s notes, short context", wanted=Wanted("≥", 3.0))
    with bench.loaded(OURS, PEER) as (ours, peer):
        full = compared(ours, peer, bench, what="p50 of 5-10 s notes, full context", wanted=None)
    return [short, full]


def measure_capped(bench: Bench) -> Sequence[Outcome]:
    """As laptops without AVX-512 would run them."""
    return [capped(bench, cap) for cap in bench.caps]


def capped(bench: Bench, cap: str) -> Outcome:
    """Under one cap."""
    with bench.loaded(OURS, PEER, variables=CAPS[cap], shortened=True) as (ours, peer):
        what = f"p50 of 5-10 s notes, short context, {cap}"
        return compared(ours, peer, bench, what=what, wanted=Wanted("≥", 2.0))


def compared(ours: Side, peer: Side, bench: Bench, *, what: str, wanted: Wanted | None) -> Outcome:
    """Both sides in turns on one note after the other."""
    mine: list[Reply] = []
    theirs: list[Reply] = []
    for note in bench.material.notes(6 if bench.is_quick else 12):
        one, other = in_turns(
            bench.turns, *(partial(side.call, "transcribe", sound=str(note)) for side in (ours, peer))
        )
        mine += one
        theirs += other
    return Outcome(
        what,
        "faster-whisper sequential",
        median_s(theirs) / median_s(mine),
        wanted=wanted,
        note=f"{1000 * median_s(mine):.0f} ms against {1000 * median_s(theirs):.0f} ms",
        raw={"ours": raw_of(mine), "theirs": raw_of(theirs)},
    )
