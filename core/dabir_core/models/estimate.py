"""From what a small sample took on this machine to what a checkpoint would take: minutes and memory. Pure.

Two rates come from the sample's encoder in two lengths, for the work of attention grows with the square of the length
and that of dense products with the length itself. Two more come from its step with whole and short windows: bytes read
a second, and what a step costs whatever is read, which is mostly the vocabulary's logits. Measured against checkpoints
of random weights on one machine; see `tests/core/models/test_estimate.py` for how near that came.
"""

from dataclasses import dataclass
from typing import Final

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.memory_budget import row_bytes
from dabir_core.models.architectures import parameters
from dabir_core.models.machine import ROWS, SAMPLE, THIRD, MachineSpeed
from dabir_core.models.work import (
    Hour,
    attention_products,
    decoder_products,
    dense_products,
    heard_numbers,
    layer_weights,
)
from dabir_core.units import Seconds

_HOUR: Final = 3600
_HEARD_BYTES: Final = 2
_LEAST: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Rates:
    """What this machine does: seconds for each operation or byte, and seconds of a step that reads nothing."""

    dense: float
    attention: float
    byte: float
    step: Seconds
    listen: float


def rates(speed: MachineSpeed) -> Rates:
    """Solves the sample's times for the rates; a figure that noise made negative counts as almost nothing."""
    positions = SAMPLE.source_positions
    third = positions // THIRD
    attention = (speed.encode - THIRD * speed.encode_third) / (
        attention_products(SAMPLE, positions) - THIRD * attention_products(SAMPLE, third)
    )
    attention = max(attention, _LEAST)
    dense = (speed.encode - attention * attention_products(SAMPLE, positions)) / dense_products(SAMPLE, positions)
    heard = ROWS * _HEARD_BYTES * (heard_numbers(SAMPLE, positions) - heard_numbers(SAMPLE, third))
    byte = max((speed.step - speed.step_third) / heard, _LEAST)
    return Rates(
        dense=max(dense, _LEAST),
        attention=attention,
        byte=byte,
        step=max(speed.step - byte * step_bytes(SAMPLE, ROWS), 0.0),
        listen=speed.listen,
    )


def step_bytes(sizes: Dimensions, rows: int) -> int:
    """What a step reads in the decoder's layers: weights of one byte, each row's keys and values of two."""
    return layer_weights(sizes) + rows * _HEARD_BYTES * heard_numbers(sizes, sizes.source_positions)


def seconds_of(sizes: Dimensions, machine: Rates, hour: Hour) -> Seconds:
    """How long an hour of sound takes."""
    positions, tokens = sizes.source_positions, hour.tokens // hour.windows
    dense = dense_products(sizes, positions) + decoder_products(sizes, tokens)
    window = machine.dense * dense + machine.attention * attention_products(sizes, positions)
    step = machine.step + machine.byte * step_bytes(sizes, hour.rows)
    return hour.windows * window + hour.steps * step + _HOUR * machine.listen


def memory_bytes(sizes: Dimensions) -> int:
    """About what it takes while it works: weights of about a byte, with their working copies, and the rows."""
    return _PROGRAM_BYTES + int(_BYTES_OF_A_NUMBER * parameters(sizes)) + ROWS * row_bytes(sizes)


_PROGRAM_BYTES: Final = 400_000_000
_BYTES_OF_A_NUMBER: Final = 2.0
