"""What an engine reads of a checkpoint's weights, however they are stored.

A file format gives one `StoredTensor` per name; `StoredWeights` puts transformers' names and Whisper's tied output
over them. Tensors are read when they are asked for and not kept, so that a model is never held twice.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

OUTPUT = "proj_out.weight"
TOKEN_EMBEDDING = "decoder.embed_tokens.weight"


class StoredTensor(Protocol):
    """One tensor of a file that was opened, but not read."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape, from the file's header."""

    def read(self) -> NDArray[np.float32]:
        """Its values as read-only float32; a view of the mapped file where they are stored so."""


class Weights(Protocol):
    """Tensors by their transformers name without the leading «model.», such as «encoder.conv1.weight»."""

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        """One tensor as read-only float32, read now. Raises: KeyError."""

    def __contains__(self, name: object) -> bool:
        """Whether the tensor is there; «proj_out.weight» is wherever the token embedding is, to which it is tied."""

    def names(self) -> Collection[str]:
        """Every name that can be asked for."""

    def shape(self, name: str) -> tuple[int, ...]:
        """A tensor's shape, without reading it. Raises: KeyError."""


class StoredWeights:
    """The weights of a checkpoint's files; obeys `Weights`."""

    def __init__(self, stored: Mapping[str, StoredTensor]) -> None:
        """Takes tensors under the names of the file."""
        self._stored = {name.removeprefix("model."): tensor for name, tensor in stored.items()}
        if TOKEN_EMBEDDING in self._stored:
            self._stored.setdefault(OUTPUT, self._stored[TOKEN_EMBEDDING])

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        """One tensor as read-only float32, read now. Raises: KeyError."""
        return self._stored[name].read()

    def __contains__(self, name: object) -> bool:
        """Whether the tensor is there."""
        return name in self._stored

    def names(self) -> Collection[str]:
        """Every name that can be asked for."""
        return self._stored.keys()

    def shape(self, name: str) -> tuple[int, ...]:
        """A tensor's shape, without reading it. Raises: KeyError."""
        return self._stored[name].shape
