"""Tensors of a safetensors file, mapped from the disk.

The safetensors library checks the file (its header, that no two tensors overlap, that nothing was cut off). It is not
asked for the values: its NumPy side has no bfloat16 and copies every tensor, where a mapped float32 tensor costs no
memory of its own. The format is fixed: eight bytes with the header's length, a JSON header, the values.
Source: huggingface/safetensors, README § Format.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.errors import CheckpointCorrupt, CheckpointUnsupported

_LENGTH_BYTES = 8
_BFLOAT16 = "BF16"
_STORED_AS: Mapping[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "F64": np.dtype("<f8"),
    _BFLOAT16: np.dtype("<u2"),
}


@dataclass(frozen=True, slots=True)
class MappedTensor:
    """One tensor in a mapped file; obeys `StoredTensor`."""

    file: NDArray[np.uint8]
    begin: int
    end: int
    dtype: str
    shape: tuple[int, ...]

    def read(self) -> NDArray[np.float32]:
        """Its values as read-only float32; a view of the file where they are stored so."""
        stored = self.file[self.begin : self.end].view(_STORED_AS[self.dtype]).reshape(self.shape)
        # «A» for aligned: a file may place a tensor at an odd byte
        values = widen_bfloat16(stored) if self.dtype == _BFLOAT16 else np.require(stored, np.float32, "A")
        values.flags.writeable = False
        return values


def widen_bfloat16(upper: NDArray[np.uint16]) -> NDArray[np.float32]:
    """The float32 whose upper 16 bits are given; exact, for bfloat16 is float32 cut in half."""
    return (upper.astype(np.uint32) << np.uint32(16)).view(np.float32)


def open_safetensors(path: Path) -> dict[str, MappedTensor]:
    """Every tensor of the file by its stored name; nothing but the header is read.

    Raises: CheckpointCorrupt for a file that is damaged or cut off, CheckpointUnsupported for quantised weights.
    """
    _check(path)
    file = np.memmap(path, np.uint8, "r").view(np.ndarray)
    (length,) = struct.unpack("<Q", file[:_LENGTH_BYTES].tobytes())
    start = _LENGTH_BYTES + length
    header = json.loads(file[_LENGTH_BYTES:start].tobytes())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] not in _STORED_AS:
            raise CheckpointUnsupported(path.name, detail=f"{name} is stored as {entry['dtype']}")
        begin, end = (start + offset for offset in entry["data_offsets"])
        tensors[name] = MappedTensor(file, begin, end, entry["dtype"], tuple(entry["shape"]))
    return tensors


def _check(path: Path) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np"):
            pass
    except (SafetensorError, OSError) as cause:
        raise CheckpointCorrupt(path.name, detail=str(cause)) from cause
