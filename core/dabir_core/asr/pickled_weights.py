"""Tensors of a `pytorch_model.bin`, as checkpoints before 2023 store them.

Such a file is a pickle, which is a program. It is read by torch's weights-only loader, which runs nothing but the
building of tensors, and mapped instead of read. This is the one module outside the torch engine that needs torch.
"""

import importlib.util
import pickle
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dabir_core.errors import CheckpointCorrupt, EngineMissing

if TYPE_CHECKING:
    import torch

INSTALL_TORCH = 'pip install "dabir[torch]"'

# the loader lets through whatever a damaged pickle program runs into
_UNREADABLE = (
    pickle.UnpicklingError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class PickledTensor:
    """One tensor of a mapped pickle; obeys `StoredTensor`."""

    tensor: "torch.Tensor"

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return tuple(self.tensor.shape)

    def read(self) -> NDArray[np.float32]:
        """Its values as read-only float32; a view of the file where they are stored so."""
        values: NDArray[np.float32] = self.tensor.detach().float().numpy()
        read_only = values.view()
        read_only.flags.writeable = False
        return read_only


def open_pickle(path: Path) -> dict[str, PickledTensor]:
    """Every tensor of the file by its stored name.

    Raises: EngineMissing without torch; CheckpointCorrupt for a damaged file and for one that holds anything but
    tensors by name, whose code is never run.
    """
    if importlib.util.find_spec("torch") is None:
        raise EngineMissing(INSTALL_TORCH, detail=f"{path.name} can only be read by torch")
    import torch

    try:
        # torch before 1.6 wrote no zip archive, and only an archive can be mapped
        stored = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except _UNREADABLE as cause:
        raise CheckpointCorrupt(path.name, detail=str(cause)) from cause
    if not isinstance(stored, dict) or not all(isinstance(tensor, torch.Tensor) for tensor in stored.values()):
        raise CheckpointCorrupt(path.name, detail="not a table of tensors")
    return {str(name): PickledTensor(tensor) for name, tensor in stored.items()}
