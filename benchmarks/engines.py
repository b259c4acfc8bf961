"""The engines side by side on one checkpoint: load, encode, decode, align. `python -m benchmarks.engines [FOLDER]`.

Without a folder, a random checkpoint of tiny's sizes. Engines take turns and each figure is the least of several runs,
as wall-clock time and as the processor time of all threads: on a machine in use, the second is the one to compare.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import Encoded, Engine, load_engine
from tests.checkpoints import Recipe, make_checkpoint

ENGINES = ("openvino-int8", "openvino-f32", "torch")
TURNS = 3
PROMPT_TOKENS = 4
STEPS = 16
ALIGNED_TOKENS = 100
SHORT_WINDOW_FRAMES = 1000


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of one run."""

    wall_ms: float
    processor_ms: float


Figures = dict[tuple[str, str], Spent]
"""By engine and job."""


def spent(work: Callable[[], object]) -> Spent:
    """Times one call."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent((time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3)


def decode(encoded: Encoded, rows: int) -> None:
    """A prompt and some steps of rows that listen to windows of their own."""
    cache = encoded.start(range(rows))
    cache.step(np.ones((rows, PROMPT_TOKENS), np.int64))
    for token in range(STEPS):
        cache.step(np.full((rows, 1), token))


def jobs(engine: Engine) -> dict[str, Callable[[], object]]:
    """What is measured, by its name in the table; inputs are made before."""
    sizes = engine.dimensions
    noise = np.random.default_rng(0).uniform(-1, 1, (8, sizes.mel_bins, sizes.window_frames)).astype(np.float32)
    one, eight = engine.encode(noise[:1]), engine.encode(noise)
    tokens = np.arange(ALIGNED_TOKENS)
    return {
        "encode, full window": lambda: engine.encode(noise[:1]),
        "encode, 10 s": lambda: engine.encode(noise[:1, :, :SHORT_WINDOW_FRAMES]),
        f"start, {STEPS} steps, 1 row": lambda: decode(one, 1),
        f"start, {STEPS} steps, 8 rows": lambda: decode(eight, 8),
        f"align {ALIGNED_TOKENS} tokens": lambda: one.align(0, tokens),
    }


def loaded(checkpoint: Checkpoint) -> tuple[dict[str, Engine], Figures]:
    """The engines, and what loading each took, imports included."""
    engines: dict[str, Engine] = {}
    figures: Figures = {}
    for name in ENGINES:

        def load(name: str = name) -> None:
            engines[name] = load_engine(checkpoint, engine=name)

        figures[name, "load"] = spent(load)
    return engines, figures


def measured(engines: dict[str, Engine]) -> Figures:
    """Least times; the engines take turns, and the first turn, which compiles kernels, does not count."""
    work = {(name, job): run for name, engine in engines.items() for job, run in jobs(engine).items()}
    turns = [{key: spent(run) for key, run in work.items()} for _ in range(TURNS + 1)][1:]
    return {key: least([turn[key] for turn in turns]) for key in work}


def least(runs: list[Spent]) -> Spent:
    """The smallest of each figure."""
    return Spent(min(run.wall_ms for run in runs), min(run.processor_ms for run in runs))


def main() -> None:
    """Prints a table: wall-clock / processor milliseconds."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else make_checkpoint(Path(made), Recipe(size="tiny"))
        engines, figures = loaded(load_checkpoint(folder))
        figures |= measured(engines)
    print(f"{'ms, wall / processor':24}" + "".join(f"{name:>22}" for name in ENGINES))
    for job in dict.fromkeys(job for _, job in figures):
        cells = [figures[name, job] for name in ENGINES]
        print(f"{job:24}" + "".join(f"{f'{cell.wall_ms:.1f} / {cell.processor_ms:.1f}':>22}" for cell in cells))


if __name__ == "__main__":
    main()
