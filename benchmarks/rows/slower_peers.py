"""A window or two of sound through slower peers: transformers against our torch engine, and the others as they come."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.outcome import Outcome, Wanted, in_turns
from benchmarks.rows.throughput import Match, outcome
from benchmarks.side import OURS

SECONDS = 60
TORCH_SECONDS = 26
"""One window on both sides."""


def measure_torch(bench: Bench) -> Sequence[Outcome]:
    """Torch on both sides, float32, all guards and all thresholds computed."""
    match = Match("torch engine, all guards", "transformers generate with thresholds", {}, {}, Wanted("≥", 2.0))
    return [stream(bench, "transformers", match, engine="torch", seconds=TORCH_SECONDS)]


def measure_openai(bench: Bench) -> Sequence[Outcome]:
    """Ours in int8 against openai-whisper in float32: what each does on a CPU at its best."""
    match = Match("throughput, one stream", "openai-whisper", {}, {}, None)
    return [stream(bench, "openai-whisper", match, engine="openvino-int8", seconds=SECONDS)]


def measure_whisper_cpp(bench: Bench) -> Sequence[Outcome]:
    """Ours in int8 against whisper.cpp with 8-bit weights."""
    match = Match("throughput, one stream", "whisper.cpp q8_0", {}, {}, None)
    return [stream(bench, "whisper.cpp", match, engine="openvino-int8", seconds=SECONDS)]


def stream(bench: Bench, name: str, match: Match, *, engine: str, seconds: int) -> Outcome:
    """One stream, window by window, on both sides."""
    sound: Path = bench.material.speech(seconds)
    with bench.loaded(OURS, name, engine=engine) as (ours, peer):
        mine, theirs = in_turns(
            bench.turns,
            lambda: ours.call("transcribe", sound=str(sound)),
            lambda: peer.call("transcribe", sound=str(sound)),
        )
    return outcome(match, mine, theirs)
