"""Writes a safetensors file tensor after tensor, so that a model of any size takes the memory of its largest tensor.

The safetensors library takes all tensors at once. The format is fixed: eight bytes with the header's length, a JSON
header that ends at a multiple of eight, the values without gaps. Reading is core's (`asr.checkpoint_files`).
Source: huggingface/safetensors, README § Format.
"""

import json
import math
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dabir_training.configuration import StoredAs
from dabir_training.errors import CheckpointWrong

Values = NDArray[np.float32] | NDArray[np.float64]

_ALIGNMENT: Final = 8


_WRITTEN: Final[Mapping[StoredAs, tuple[str, np.dtype[Any]]]] = {
    StoredAs.FP16: ("F16", np.dtype("<f2")),
    StoredAs.FP32: ("F32", np.dtype("<f4")),
}


def write_tensors(
    file: Path, shapes: Mapping[str, tuple[int, ...]], read: Callable[[str], Values], *, stored_as: StoredAs
) -> None:
    """Writes the tensors of these names and shapes, each read when its turn comes.

    Raises: CheckpointWrong for a value that is no number or does not fit into what it is stored as; OSError.
    """
    kind, dtype = _WRITTEN[stored_as]
    with file.open("wb") as out:
        out.write(_header(shapes, kind, dtype.itemsize))
        for name in shapes:
            with np.errstate(over="ignore"):  # what does not fit is told below
                values = np.ascontiguousarray(read(name), dtype=dtype)
            if not np.isfinite(values).all():
                raise CheckpointWrong(f"{name}: a value that is no number, or too large for {stored_as}")
            out.write(values.tobytes())


def _header(shapes: Mapping[str, tuple[int, ...]], kind: str, item_bytes: int) -> bytes:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}  # transformers asks for it
    begin = 0
    for name, shape in shapes.items():
        end = begin + math.prod(shape) * item_bytes
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [begin, end]}
        begin = end
    written = json.dumps(header, separators=(",", ":")).encode()
    written += b" " * (-len(written) % _ALIGNMENT)
    return struct.pack("<Q", len(written)) + written
