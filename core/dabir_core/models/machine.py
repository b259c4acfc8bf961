"""How fast this machine runs the CPU engine, measured in seconds with a small random checkpoint, and kept.

The engine itself is timed, in the precision that it takes here, on two layers of the width of Whisper small: what it
loses to normalisation, to threads and to memory is in the figures, where a data sheet's peaks would leave it out.
Larger and smaller checkpoints are estimated from these by the work that they are (`work`).
"""

import json
import logging
import os
import platform
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.architecture import ANY, tensor_shapes
from dabir_core.asr.dimensions import Dimensions
from dabir_core.models.work import attention_products, decoder_weights, dense_products, heard_numbers
from dabir_core.paths import machine_file
from dabir_core.speech import SileroVad, load_silero, log_mel
from dabir_core.units import SAMPLE_RATE_HZ, Seconds

_LOG = logging.getLogger(__name__)

_FORMAT: Final = 1
_RUNS: Final = 3
_ROWS: Final = 8
_PROMPT: Final = 4
_ALIGNED: Final = 150
_HEARD_SECONDS: Final = 20

SAMPLE: Final = Dimensions(
    width=768,
    encoder_layers=2,
    encoder_heads=12,
    decoder_layers=2,
    decoder_heads=12,
    mel_bins=80,
    vocabulary=51865,
    source_positions=1500,
    target_positions=448,
)
"""What is timed."""


@dataclass(frozen=True, slots=True)
class MachineSpeed:
    """What the sample took, in seconds.

    encode, narrow   one whole window, and one of a third of its length
    project          its projection for the decoder
    step             one token for each of 8 rows
    align            150 tokens in one pass
    listen           finding speech and making features, for one second of sound
    """

    engine: str
    encode: Seconds
    narrow: Seconds
    project: Seconds
    step: Seconds
    align: Seconds
    listen: float


@dataclass(frozen=True, slots=True)
class RandomCheckpoint:
    """Random weights of given sizes; obeys `CheckpointArrays`."""

    dimensions: Dimensions
    alignment_heads: tuple[tuple[int, int], ...] = ((0, 0), (1, 1))
    name: str = "sample"

    def weights(self) -> "RandomWeights":
        """Its arrays, made when they are asked for."""
        return RandomWeights(
            {
                name: tuple(4 * self.dimensions.width if size == ANY else size for size in shape)
                for name, shape in tensor_shapes(self.dimensions).items()
            }
        )


@dataclass(frozen=True, slots=True)
class RandomWeights:
    """Obeys `Weights`."""

    shapes: dict[str, tuple[int, ...]]

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        """The same numbers for each name: what they are does not matter, that they are no zeros does."""
        shape = self.shapes[name]
        drawn = np.random.default_rng(0).standard_normal(min(1 << 16, int(np.prod(shape))), np.float32)
        array = np.resize(drawn, shape) / np.float32(max(shape) ** 0.5)
        array.flags.writeable = False
        return array

    def __contains__(self, name: object) -> bool:
        """Whether a checkpoint of these sizes has it."""
        return name in self.shapes

    def names(self) -> Collection[str]:
        """Every name."""
        return self.shapes.keys()

    def shape(self, name: str) -> tuple[int, ...]:
        """A tensor's shape."""
        return self.shapes[name]


def measure(runs: int = _RUNS) -> MachineSpeed:
    """Times the sample; takes some seconds. Raises: EngineMissing where OpenVINO is not there; ModelMemory."""
    from dabir_core.asr.engines.openvino import OpenVinoEngine

    engine = OpenVinoEngine.load(RandomCheckpoint(SAMPLE))
    sound = np.random.default_rng(0).uniform(-1, 1, (_ROWS, SAMPLE.mel_bins, SAMPLE.window_frames)).astype(np.float32)
    third = np.ascontiguousarray(sound[:1, :, : SAMPLE.window_frames // 3])
    encoded = engine.encode(sound)
    cache = encoded.start(range(_ROWS))
    cache.step(np.ones((_ROWS, _PROMPT), np.int64))
    one, tokens = np.ones((_ROWS, 1), np.int64), np.arange(_ALIGNED)
    return MachineSpeed(
        engine=engine.name,
        encode=least(partial(engine.encode, sound[:1]), runs),
        narrow=least(partial(engine.encode, third), runs),
        project=least(lambda: engine.encode(sound[:1]).start([0]), runs),
        step=least(lambda: cache.step(one), 4 * runs),
        align=least(lambda: encoded.align(0, tokens), runs),
        listen=_listening(runs),
    )


def _listening(runs: int) -> float:
    heard = np.random.default_rng(0).uniform(-0.1, 0.1, _HEARD_SECONDS * SAMPLE_RATE_HZ).astype(np.float32)
    silero = load_silero()
    return least(lambda: (SileroVad(silero).probabilities(heard), log_mel(heard, mel_bins=80)), runs) / _HEARD_SECONDS


def least(work: Callable[[], object], runs: int) -> Seconds:
    """The shortest of several runs after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)
