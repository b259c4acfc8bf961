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
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.architecture import ANY, tensor_shapes
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines import Cache, Encoded
from dabir_core.asr.sampling import log_probabilities
from dabir_core.paths import machine_file
from dabir_core.speech import SileroVad, load_silero, log_mel
from dabir_core.units import SAMPLE_RATE_HZ, Seconds
from dabir_core.whole_file import write_whole

_LOG = logging.getLogger(__name__)

_FORMAT: Final = 2
_ROUNDS: Final = 8
_PROMPT_TOKENS: Final = 4
_HEARD_SECONDS: Final = 5

ROWS: Final = 8
THIRD: Final = 3

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
DEEPER: Final = replace(SAMPLE, encoder_layers=6, decoder_layers=1, vocabulary=64)
"""Of this the encoder: what a window costs however many layers it goes through shows in the difference."""


@dataclass(frozen=True, slots=True)
class MachineSpeed:
    """What the sample took, in seconds.

    encode, encode_third   one whole window, and one of a third of its length
    encode_deeper          one whole window through more layers
    start                  its keys and values for the decoder
    step, step_third       one token for each of 8 rows that listen to whole windows, and to thirds
    choose                 the log-softmax of one row of logits
    listen                 finding speech and making features, for one second of sound
    """

    engine: str
    encode: Seconds
    encode_third: Seconds
    encode_deeper: Seconds
    start: Seconds
    step: Seconds
    step_third: Seconds
    choose: Seconds
    listen: float


@dataclass(frozen=True, slots=True)
class RandomCheckpoint:
    """Random weights of given sizes; obeys `CheckpointArrays`."""

    dimensions: Dimensions
    alignment_heads: tuple[tuple[int, int], ...] = ((0, 0),)
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


def measure(rounds: int = _ROUNDS) -> MachineSpeed:
    """Times the sample; takes some seconds. Raises: EngineMissing where OpenVINO is not there; ModelMemory."""
    from dabir_core.asr.engines.openvino import OpenVinoEngine

    engine, deeper = OpenVinoEngine.load(RandomCheckpoint(SAMPLE)), OpenVinoEngine.load(RandomCheckpoint(DEEPER))
    sound = np.random.default_rng(0).uniform(-1, 1, (ROWS, SAMPLE.mel_bins, SAMPLE.window_frames)).astype(np.float32)
    third = np.ascontiguousarray(sound[:, :, : SAMPLE.window_frames // THIRD])
    encoded, one = engine.encode(sound), np.ones((ROWS, 1), np.int64)
    whole, short = _begun(encoded), _begun(engine.encode(third))
    logits = np.random.default_rng(0).standard_normal((1, SAMPLE.vocabulary)).astype(np.float32)
    heard, silero = np.zeros(_HEARD_SECONDS * SAMPLE_RATE_HZ, np.float32), load_silero()
    taken = least(
        {
            "encode": lambda: engine.encode(sound[:1]),
            "encode_third": lambda: engine.encode(third[:1]),
            "encode_deeper": lambda: deeper.encode(sound[:1]),
            "start": lambda: encoded.start([0]),
            "step": lambda: whole.step(one),
            "step_third": lambda: short.step(one),
            "choose": lambda: log_probabilities(logits, np.zeros(1, np.int64)),
            "listen": lambda: (SileroVad(silero).probabilities(heard), log_mel(heard, mel_bins=SAMPLE.mel_bins)),
        },
        rounds,
    )
    taken["listen"] /= _HEARD_SECONDS
    return MachineSpeed(engine=engine.name, **taken)


def _begun(encoded: Encoded) -> Cache:
    """Rows that have read their prompt."""
    cache = encoded.start(range(ROWS))
    cache.step(np.ones((ROWS, _PROMPT_TOKENS), np.int64))
    return cache


def least(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, Seconds]:
    """The shortest time of each of several works, which take turns: a disturbance hits all of them, or none."""
    times: dict[str, list[Seconds]] = {name: [] for name in works}
    for _ in range(rounds + 1):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - began)
    return {name: min(taken[1:]) for name, taken in times.items()}  # the first compiles kernels


def machine_speed(*, anew: bool = False) -> MachineSpeed:
    """What was measured of this machine before, or is measured now and kept among the caches.

    Raises: EngineMissing, ModelMemory.
    """
    path, machine = machine_file(), _machine()
    known = None if anew else _load(path, machine)
    if known is not None:
        return known
    speed = measure()
    content = {"machine": machine, "speed": asdict(speed)}
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(content, indent=1) + "\n")
    return speed


def _load(path: Path, machine: list[object]) -> MachineSpeed | None:
    """What the file says, if it is of this machine."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return MachineSpeed(**content["speed"]) if content["machine"] == machine else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as cause:
        _LOG.info("the machine is measured anew: %s", type(cause).__name__)
        return None


def _machine() -> list[object]:
    """What the figures depend on."""
    from importlib.metadata import version  # half as slow to import as NumPy

    return [_FORMAT, platform.node(), platform.machine(), platform.processor(), os.cpu_count(), version("openvino")]
