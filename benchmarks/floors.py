"""How near the CPU engine comes to what this machine can do at all. `python -m benchmarks.floors [FOLDER]`.

The floor of a piece of work is its operations over the measured peaks of their types (`peaks`), or its bytes over the
rate at which memory is read, whichever is longer. Nothing is granted for normalisation, softmax, GELU, transposition or
starting threads, so that 100 % cannot be reached. Sizes: Radford et al. 2022, §2.2.
Without a folder, a random checkpoint of tiny's sizes.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.engines import PROMPT_TOKENS
from benchmarks.peaks import RUNS, Peaks, least_ms, measured_peaks
from dabir_core.arrays import LogMel
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino import OpenVinoEngine
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_precision import GraphTypes, PartTypes, Precision
from dabir_core.asr.engines.openvino_weights import WeightType
from dabir_core.models.work import (
    attention_products,
    convolution_products,
    dense_products,
    heard_numbers,
    layer_weights,
    projection_products,
)
from dabir_core.units import FRAMES_PER_POSITION
from tests.checkpoints import Recipe, make_checkpoint

STEPS = 24
FULL_ROWS = (1, 4, 8, 16)
SHORT_WINDOW_FRAMES = 1000
BYTES = {"f32": 4, "bf16": 2, "int8": 1}


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: what it took and what it had to take."""

    name: str
    measured_ms: float
    floor_ms: float

    @property
    def share(self) -> float:
        """Floor over measured: 1.0 would be perfect."""
        return self.floor_ms / self.measured_ms


def encoder_floor_ms(sizes: Dimensions, frames: int, part: PartTypes, peaks: Peaks) -> float:
    """Convolutions, dense products and attention of one window, each at the peak of its type."""
    positions = frames // FRAMES_PER_POSITION
    return (
        convolution_products(sizes, positions) / peaks.operations[part.activations]
        + dense_products(sizes, positions) / peaks.operations[_dense_type(part)]
        + attention_products(sizes, positions) / peaks.operations[_attention_type(part)]
    ) * 1e3


def projector_floor_ms(sizes: Dimensions, frames: int, types: GraphTypes, peaks: Peaks) -> float:
    """One window's cross-attention keys and values."""
    dense = projection_products(sizes, frames // FRAMES_PER_POSITION)
    return dense / peaks.operations[_dense_type(types.encoder)] * 1e3


def step_floor_ms(sizes: Dimensions, frames: int, rows: int, part: PartTypes, peaks: Peaks) -> float:
    """One token for each row: every weight is read once, every row's keys and values once."""
    weights = layer_weights(sizes) + sizes.vocabulary * sizes.width
    keys_values = rows * heard_numbers(sizes, frames // FRAMES_PER_POSITION)
    read = weights * BYTES[part.weights] + keys_values * BYTES[_attention_type(part)]
    operations = 2 * rows * weights / peaks.operations[_dense_type(part)]
    operations += 2 * keys_values / peaks.operations[_attention_type(part)]
    return max(read / peaks.read_bytes, operations) * 1e3


def _dense_type(part: PartTypes) -> str:
    return "int8" if part.weights is WeightType.INT8 else part.activations


def _attention_type(part: PartTypes) -> str:
    return part.attention if part.activations == "f32" else part.activations


def works(graphs: Graphs, peaks: Peaks) -> Iterator[Work]:
    """Every piece of the engine's work beside its floor."""
    engine, sizes, types = OpenVinoEngine(graphs), graphs.checkpoint.dimensions, graphs.types
    noise = np.random.default_rng(0).uniform(-1, 1, (max(FULL_ROWS), sizes.mel_bins, sizes.window_frames))
    sound = noise.astype(np.float32)
    for frames in (sizes.window_frames, min(SHORT_WINDOW_FRAMES, sizes.window_frames)):
        window = np.ascontiguousarray(sound[:1, :, :frames])
        seconds = frames / 100
        floor = encoder_floor_ms(sizes, frames, types.encoder, peaks)
        yield Work(f"encoder, {seconds:g} s", least_ms(partial(engine.encode, window)), floor)
        floor = projector_floor_ms(sizes, frames, types, peaks)
        yield Work(f"projector, {seconds:g} s", _projector_ms(engine, window), floor)
        for rows in FULL_ROWS:
            floor = step_floor_ms(sizes, frames, rows, types.decoder, peaks)
            yield Work(f"step, {seconds:g} s, rows {rows}", _step_ms(engine, sound[:rows, :, :frames]), floor)


def _projector_ms(engine: OpenVinoEngine, window: LogMel) -> float:
    """Of a window that was encoded anew each time: one that was projected before is found where it was left."""
    fresh = iter([engine.encode(window) for _ in range(RUNS + 1)])
    return least_ms(lambda: next(fresh).start([0]))


def _step_ms(engine: OpenVinoEngine, sound: LogMel) -> float:
    rows = len(sound)
    cache = engine.encode(sound).start(range(rows))
    cache.step(np.ones((rows, PROMPT_TOKENS), np.int64))
    return least_ms(lambda: cache.step(np.ones((rows, 1), np.int64)), runs=STEPS)


def measured(folder: Path, *, precision: Precision | Literal["auto"] = "auto") -> dict[str, float]:
    """Peaks (GFLOP/s, GB/s), and for each piece of work its milliseconds, its floor's, and its share of the floor."""
    peaks = measured_peaks()
    figures = {f"peak {name} GFLOP/s": rate / 1e9 for name, rate in peaks.operations.items()}
    figures["memory GB/s"] = peaks.read_bytes / 1e9
    graphs = Graphs(load_checkpoint(folder), precision, threads=None)
    for work in works(graphs, peaks):
        figures[f"{work.name} ms"] = work.measured_ms
        figures[f"{work.name} floor ms"] = work.floor_ms
        figures[f"{work.name} share"] = work.share
    return figures


def main() -> None:
    """Prints a table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else make_checkpoint(Path(made), Recipe(size="tiny"))
        figures = measured(folder)
    for name, figure in figures.items():
        if not name.endswith((" ms", " share")):
            print(f"{name:26}{figure:9.1f}")
    print(f"\n{'':26}{'ms':>9}{'floor ms':>10}{'share':>8}")
    for name in (name.removesuffix(" share") for name in figures if name.endswith(" share")):
        taken, floor, share = (figures[f"{name} {what}"] for what in ("ms", "floor ms", "share"))
        print(f"{name:26}{taken:9.1f}{floor:10.1f}{share:8.0%}")


if __name__ == "__main__":
    main()
