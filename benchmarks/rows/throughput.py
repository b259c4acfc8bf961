"""How much sound a side reads in a second: one long file in batches, one stream window by window; with retries too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted, in_turns, least_processor_s, least_s, raw_of
from benchmarks.side import CAPS, OURS, Reply, Side

PEER = "faster-whisper"
BATCH = 8
RETRIED = "1/5"


@dataclass(frozen=True, slots=True)
class Match:
    """One line: what both sides are asked for a file."""

    what: str
    against: str
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    wanted: Wanted | None


BATCHED = Match(
    f"throughput, long file, batch {BATCH}",
    "faster-whisper batched",
    {"batch": BATCH},
    {"batch": BATCH},
    Wanted("≥", 2.3),
)
STREAM = Match("throughput, one stream", "faster-whisper sequential", {}, {}, Wanted("≥", 1.8))
BEAMS = Match(
    "throughput, one stream, 5 beams", "faster-whisper sequential", {"beams": 5}, {"beams": 5}, Wanted("≥", 1.8)
)


def measure(bench: Bench) -> Sequence[Outcome]:
    """All lines with the machine's own instructions."""
    with bench.loaded(OURS, PEER) as (ours, peer):
        batched = compared(ours, peer, BATCHED, sound=bench.long_sound, turns=1 if bench.is_quick else 2)
        return [
            batched,
            memory(batched),
            compared(ours, peer, STREAM, sound=bench.sound, turns=bench.turns),
            compared(ours, peer, BEAMS, sound=bench.sound, turns=bench.turns),
            retried(ours, peer, bench),
        ]


def measure_capped(bench: Bench) -> Sequence[Outcome]:
    """The two main lines as laptops without AVX-512 would run them."""
    return [outcome for cap in bench.caps for outcome in capped(bench, cap)]


def capped(bench: Bench, cap: str) -> Iterator[Outcome]:
    """Both lines under one cap."""
    with bench.loaded(OURS, PEER, variables=CAPS[cap]) as (ours, peer):
        for match, wanted in ((BATCHED, Wanted("≥", 1.3)), (STREAM, Wanted("≥", 1.0))):
            under = replace(match, what=f"{match.what}, {cap}", wanted=wanted)
            yield compared(ours, peer, under, sound=bench.sound, turns=bench.turns)


def compared(ours: Side, peer: Side, match: Match, *, sound: Path, turns: int) -> Outcome:
    """Both sides in turns on one file."""
    mine, theirs = in_turns(
        turns,
        lambda: ours.call("transcribe", sound=str(sound), **match.ours),
        lambda: peer.call("transcribe", sound=str(sound), **match.theirs),
    )
    return outcome(match, mine, theirs)


def outcome(match: Match, mine: Sequence[Reply], theirs: Sequence[Reply]) -> Outcome:
    """The ratio of the least wall-clock times, and beside it that of the processor times."""
    return Outcome(
        match.what,
        match.against,
        least_s(theirs) / least_s(mine),
        wanted=match.wanted,
        note=f"{per_processor(mine, theirs):.2f} × by processor time; {work(mine[0])} against {work(theirs[0])}",
        raw={"ours": raw_of(mine), "theirs": raw_of(theirs), "processor_ratio": per_processor(mine, theirs)},
    )


def per_processor(mine: Sequence[Reply], theirs: Sequence[Reply]) -> float:
    """The ratio of processor times: what is left of the other when the machine is in use."""
    return least_processor_s(theirs) / least_processor_s(mine)


def work(reply: Reply) -> str:
    """What was done, so that it can be compared: runs of the encoder, tokens, and seconds."""
    gave = reply.gave
    runs = gave.get("encoder_runs", gave["windows"])
    return f"{runs} encoder runs, {gave['tokens']} tokens in {reply.wall_s:.1f} s"


def memory(batched: Outcome) -> Outcome:
    """Anonymous memory at its peak beyond that after loading and a first note, from the runs of the batched line."""
    mine, theirs = (max(run["memory_bytes"] for run in batched.raw[side]) / 2**20 for side in ("ours", "theirs"))
    return Outcome(
        "peak memory beyond weights, long file",
        batched.against,
        mine / theirs,
        wanted=Wanted("≤", 0.5),
        note=f"{mine:.0f} MiB against {theirs:.0f} MiB",
        raw={"ours_mib": mine, "theirs_mib": theirs},
    )


def retried(ours: Side, peer: Side, bench: Bench) -> Outcome:
    """One stream whose guards doubt a fifth of the windows once.

    The peer's doubts come from its own threshold of log-probability, set so that a fifth of its windows fall below it.
    """
    sound = str(bench.sound)
    plain = peer.call("transcribe", sound=sound)
    values = sorted(plain.gave["log_probabilities"])
    below = values[round(len(values) / 5)]
    match = Match("throughput, one stream, a fifth retried", "faster-whisper sequential", {}, {}, Wanted("≥", 1.8))
    mine, theirs = in_turns(
        bench.turns,
        lambda: ours.call("transcribe", sound=sound, retried=RETRIED),
        lambda: peer.call("transcribe", sound=sound, retry_below=below),
    )
    return outcome(match, mine, theirs)
