"""Eight notes of 10 s that arrive together with a long file: ours at once, the peer behind a lock, file first."""

import math
from collections.abc import Callable, Sequence

from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted, raw_of
from benchmarks.side import OURS, Reply

PEER = "faster-whisper"
NOTES = 8
BATCH = 8
MANNERS = (("batched", BATCH), ("sequential", 1))
"""How the peer reads the file; its batched mode is the better one."""


def measure(bench: Bench) -> Sequence[Outcome]:
    """Against the peer's batched mode for the file, and in a full run against its sequential one as well."""
    sound = str(bench.long_sound)
    notes = [str(note) for note in bench.material.notes(NOTES, seconds=(10,))]
    with bench.loaded(OURS, PEER) as (ours, peer):
        mine = ours.call("mixed", sound=sound, notes=notes, batch=BATCH)
        lines: list[Outcome] = []
        for manner, batch in MANNERS[:1] if bench.is_quick else MANNERS:
            theirs = peer.call("mixed", sound=sound, notes=notes, batch=batch)
            lines += compared(mine, theirs, f"faster-whisper behind a lock, {manner}")
    return lines


def compared(mine: Reply, theirs: Reply, against: str) -> list[Outcome]:
    """How long notes wait, and how long everything takes."""
    raw = {"ours": raw_of([mine]), "theirs": raw_of([theirs])}

    def line(what: str, seconds: Callable[[Reply], float], most: float) -> Outcome:
        ours, peers = seconds(mine), seconds(theirs)
        note = f"{ours:.1f} s against {peers:.1f} s"
        return Outcome(what, against, ours / peers, wanted=Wanted("≤", most), note=note, raw=raw)

    return [
        line("p95 of 8 notes beside a long file", lambda reply: p95(reply.gave["notes_s"]), 0.3),
        line("makespan of 8 notes and a long file", lambda reply: float(reply.gave["makespan_s"]), 0.6),
    ]


def p95(seconds: Sequence[float]) -> float:
    """The value that 95 % do not exceed: the largest of fewer than twenty."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
