"""Lines whose figures another benchmark of ours measures by itself: floors, cold start, word boundaries, non-speech."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks import boundaries, startup
from benchmarks import floors as floor_shares
from benchmarks import non_speech as non_speech_sounds
from benchmarks.bench import Bench
from benchmarks.environments import PeerMissing, python_of
from benchmarks.outcome import Outcome, Wanted
from dabir_core.paths import demo_checkpoint

WANTED_SHARES = {
    "encoder, 30 s": Wanted("≥", 0.5),
    "step, 30 s, rows 1": Wanted("≥", 0.65),
    "step, 30 s, rows 8": Wanted("≥", 0.65),
}
"""Of the floor; other pieces of work are stated."""
COLD_START = Wanted("≤", 1.5)
NON_SPEECH_WORDS = Wanted("≤", 20)


def floors(bench: Bench) -> Sequence[Outcome]:
    """Shares of the floor: operations and bytes over this machine's measured peaks."""
    figures = floor_shares.measured(bench.material.checkpoint(bench.size))
    shares = {name.removesuffix(" share"): share for name, share in figures.items() if name.endswith(" share")}
    return [
        Outcome(
            f"{name}: share of the floor",
            "",
            share,
            "",
            WANTED_SHARES.get(name),
            f"{figures[f'{name} ms']:.1f} ms, floor {figures[f'{name} floor ms']:.1f} ms",
            figures,
        )
        for name, share in shares.items()
    ]


def start(bench: Bench) -> Sequence[Outcome]:
    """From a process's start to the first text of a 10 s note."""
    figures = startup.cold_starts(bench.material.checkpoint(bench.size))
    return [
        Outcome(f"cold start, {name}", "", seconds, "s", COLD_START if "later" in name else None, raw=figures)
        for name, seconds in figures.items()
    ]


def words(bench: Bench) -> Sequence[Outcome]:
    """F1 of word boundaries at 100 ms on synthetic speech with known times, the demo checkpoint on both sides."""
    try:
        peer: list[Path] = [python_of("faster_whisper"), bench.material.for_ctranslate2(demo_checkpoint())]
        missing = ""
    except PeerMissing as reason:
        peer, missing = [], str(reason)
    figures = boundaries.measured(*peer)
    ours = figures["dabir_f1_100ms"]
    theirs = max((value for name, value in figures.items() if is_peers_f1(name)), default=0.0)
    note = missing or f"ours {ours:.3f}, the peer's better mode {theirs:.3f}; wanted: 0.9 or the peer's"
    return [
        Outcome(
            "word boundaries, F1 at 100 ms",
            "faster-whisper",
            ours,
            "",
            Wanted("≥", min(0.9, theirs or 0.9)),
            note,
            figures,
        )
    ]


def is_peers_f1(name: str) -> bool:
    """Whether a figure of `boundaries` is the peer's F1 over all recordings."""
    return name.startswith("faster_whisper") and name.endswith("_f1_100ms")


def non_speech(bench: Bench) -> Sequence[Outcome]:
    """Words put out where nobody speaks, the demo checkpoint, with detection and without."""
    hours = 0.05 if bench.is_quick else 1.0
    figures = non_speech_sounds.measured(hours=hours)
    return [
        Outcome(
            f"words of {hours:g} h without speech, VAD on", "", figures["vad words"], "", NON_SPEECH_WORDS, raw=figures
        ),
        Outcome(f"words of {hours:g} h without speech, VAD off", "", figures["all words"], "", raw=figures),
    ]
