"""From what a small sample took on this machine to what a checkpoint would take: minutes and memory. Pure.

Three rates come from the sample's encoder: in two lengths, since what attention takes grows with the square of the
length and dense products with the length itself; and in two depths, since the scores of all heads need fresh memory
once for each window, however many layers use it. Two more come from its step with whole and short windows: bytes read a
second, and what a step costs whatever is read, which is mostly the vocabulary's logits.
"""

from dataclasses import dataclass
from typing import Final

from dabir_core.asr.dimensions import Dimensions
from dabir_core.models.architectures import parameters
from dabir_core.models.machine import DEEPER, ROWS, SAMPLE, THIRD, MachineSpeed
from dabir_core.models.work import (
    Hour,
    attention_products,
    convolution_products,
    dense_products,
    heard_numbers,
    layer_weights,
    projection_products,
    score_numbers,
)
from dabir_core.units import Seconds

_HEARD_BYTES: Final = 2
_CHOOSING: Final = 3.0
"""Rules, the search and guards take that many times the log-softmax that is timed."""
_AT_WORK: Final = 1.5
"""So much longer a recording's windows take than the sample's, which come again and again to the same memory while
nothing else runs. Measured with checkpoints of the sizes of tiny and small."""
_PROGRAM_BYTES: Final = 400_000_000
_BYTES_OF_A_NUMBER: Final = 4
_LEAST: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Rates:
    """What this machine does: seconds for each operation or byte, of a step that reads nothing, and for each token.

    `scores` are seconds for each number in the attention's scores of a window, once.
    """

    dense: float
    attention: float
    scores: float
    projection: float
    byte: float
    token: Seconds
    step: Seconds
    listen: float


def rates(speed: MachineSpeed) -> Rates:
    """Solves the sample's times for the rates; a figure that noise made negative counts as almost nothing."""
    positions = SAMPLE.source_positions
    third = positions // THIRD
    square = (speed.encode - THIRD * speed.encode_third) / (1 - 1 / THIRD)  # what grows with the length's square
    dense = max(speed.encode - square, _LEAST) / _dense(SAMPLE, positions)
    layers, more = SAMPLE.encoder_layers, DEEPER.encoder_layers - SAMPLE.encoder_layers
    layer = (speed.encode_deeper - speed.encode) / more - dense * dense_products(SAMPLE, positions) / layers
    attention = min(max(layer, 0.0), max(square, 0.0) / layers)
    heard = ROWS * _HEARD_BYTES * (heard_numbers(SAMPLE, positions) - heard_numbers(SAMPLE, third))
    byte = max((speed.step - speed.step_third) / heard, _LEAST)
    return Rates(
        dense=dense,
        attention=max(layers * attention / attention_products(SAMPLE, positions), _LEAST),
        scores=max(square - layers * attention, 0.0) / score_numbers(SAMPLE, positions),
        projection=speed.start / projection_products(SAMPLE, positions),
        byte=byte,
        token=_CHOOSING * speed.choose,
        step=max(speed.step - byte * step_bytes(SAMPLE, ROWS), 0.0),
        listen=speed.listen,
    )


def step_bytes(sizes: Dimensions, rows: int) -> int:
    """What a step reads in the decoder's layers: weights of one byte, each row's keys and values of two."""
    return layer_weights(sizes) + rows * _HEARD_BYTES * heard_numbers(sizes, sizes.source_positions)


def seconds_of(sizes: Dimensions, machine: Rates, hour: Hour) -> Seconds:
    """How long the windows and tokens of so much sound take."""
    positions = sizes.source_positions
    dense = _dense(sizes, positions) + 2 * hour.tokens / hour.windows * layer_weights(sizes)  # with alignment
    window = machine.dense * dense + machine.attention * attention_products(sizes, positions)
    window += machine.scores * score_numbers(sizes, positions)
    window += machine.projection * projection_products(sizes, positions)
    step = machine.step + machine.byte * step_bytes(sizes, hour.rows)
    return (
        hour.windows * _AT_WORK * window
        + hour.steps * step
        + hour.tokens * machine.token
        + hour.seconds * machine.listen
    )


def _dense(sizes: Dimensions, positions: int) -> int:
    return convolution_products(sizes, positions) + dense_products(sizes, positions)


def memory_bytes(sizes: Dimensions) -> int:
    """About what it takes at most, which is at the first start: the file of weights, what becomes of them, the rows."""
    position = 2 * sizes.decoder_layers * sizes.width * _HEARD_BYTES
    rows = ROWS * (sizes.source_positions + sizes.target_positions) * position
    return _PROGRAM_BYTES + _BYTES_OF_A_NUMBER * parameters(sizes) + rows
