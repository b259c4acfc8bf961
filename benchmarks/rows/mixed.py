"""Eight notes of 10 s that arrive together with a long file: ours at once, the peer behind a lock, file first."""

import math
from collections.abc import Sequence

from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted, in_turns, raw_of
from benchmarks.side import OURS, Reply

PEER = "faster-whisper"
NOTES = 8
BATCH = 8


def measure(bench: Bench) -> Sequence[Outcome]:
    """Against the peer's batched mode for the file, and against its sequential one."""
    sound = str(bench.sound if bench.is_quick else bench.material.speech(3600))
    notes = [str(note) for note in bench.material.notes(NOTES, seconds=(10,))]
    with bench.loaded(OURS, PEER) as (ours, peer):
        mine, batched, sequential = in_turns(
            1,
            lambda: ours.call("mixed", sound=sound, notes=notes, batch=BATCH),
            lambda: peer.call("mixed", sound=sound, notes=notes, batch=BATCH),
            lambda: peer.call("mixed", sound=sound, notes=notes, batch=1),
        )
    return [
        *compared(mine[0], batched[0], "faster-whisper behind a lock, batched"),
        *compared(mine[0], sequential[0], "faster-whisper behind a lock, sequential"),
    ]


def compared(mine: Reply, theirs: Reply, against: str) -> list[Outcome]:
    """How long notes wait, and how long everything takes."""
    raw = {"ours": raw_of([mine]), "theirs": raw_of([theirs])}
    late, lates = p95(mine.gave["notes_s"]), p95(theirs.gave["notes_s"])
    whole, wholes = mine.gave["makespan_s"], theirs.gave["makespan_s"]
    return [
        Outcome(
            "p95 of 8 notes beside a long file",
            against,
            late / lates,
            wanted=Wanted("≤", 0.3),
            note=f"{late:.1f} s against {lates:.1f} s",
            raw=raw,
        ),
        Outcome(
            "makespan of 8 notes and a long file",
            against,
            whole / wholes,
            wanted=Wanted("≤", 0.6),
            note=f"{whole:.1f} s against {wholes:.1f} s",
            raw=raw,
        ),
    ]


def p95(seconds: Sequence[float]) -> float:
    """The value that 95 % do not exceed: the largest of fewer than twenty."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
