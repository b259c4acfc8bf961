"""Dense layers: y = x Wᵀ + b, with what usually follows one, in the form that the device multiplies fastest.

On a CPU the weights are put once into the blocks that oneDNN reads. torch's own product goes to MKL, which leaves an
AMD processor at half of its arithmetic, and for a single row reads the weights at a third of memory's rate.
Source: torch's inductor (mkldnn_fusion.py, freezing) has its graphs call these operators; oneDNN, inner product.
Shape legend: I inputs, O outputs.
"""

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn


class Linear(Protocol):
    """A (…, I) → (…, O) layer."""

    def __call__(self, inputs: Tensor) -> Tensor:
        """The layer alone."""

    def gelu(self, inputs: Tensor) -> Tensor:
        """The layer and GELU."""

    def added_to(self, residual: Tensor, inputs: Tensor) -> Tensor:
        """What the layer makes of `inputs`, added to the (…, O) residual."""


@dataclass(frozen=True, slots=True)
class Dense:
    """Weights as they are stored; obeys `Linear`."""

    weight: Tensor
    bias: Tensor | None

    def __call__(self, inputs: Tensor) -> Tensor:
        """See Linear."""
        return nn.functional.linear(inputs, self.weight, self.bias)

    def gelu(self, inputs: Tensor) -> Tensor:
        """See Linear."""
        return nn.functional.gelu(self(inputs))

    def added_to(self, residual: Tensor, inputs: Tensor) -> Tensor:
        """See Linear."""
        return residual + self(inputs)


@dataclass(frozen=True, slots=True)
class Packed:
    """Weights in oneDNN's blocks, which only its operators read; obeys `Linear`."""

    weight: Tensor
    bias: Tensor | None

    @classmethod
    def of(cls, weight: Tensor, bias: Tensor | None) -> "Packed":
        """Copies (O, I) weights into blocks; those for no certain count of rows suit one row and a thousand."""
        return cls(torch.ops.mkldnn._reorder_linear_weight(weight, None), bias)

    def __call__(self, inputs: Tensor) -> Tensor:
        """See Linear."""
        return _tensor(torch.ops.mkldnn._linear_pointwise(inputs, self.weight, self.bias, "none", [], ""))

    def gelu(self, inputs: Tensor) -> Tensor:
        """See Linear; GELU's exact form, by the error function."""
        return _tensor(torch.ops.mkldnn._linear_pointwise(inputs, self.weight, self.bias, "gelu", [], "none"))

    def added_to(self, residual: Tensor, inputs: Tensor) -> Tensor:
        """See Linear."""
        return _tensor(torch.ops.mkldnn._linear_pointwise.binary(inputs, residual, self.weight, self.bias, "add"))


def linear(weight: Tensor, bias: Tensor | None = None) -> Linear:
    """A layer of (O, I) weights on their device, in their dtype."""
    return Packed.of(weight, bias) if can_pack(weight.device, weight.dtype) else Dense(weight, bias)


def can_pack(device: torch.device, dtype: torch.dtype) -> bool:
    """Whether this torch has oneDNN, and its operators compute this dtype on this machine."""
    if device.type != "cpu" or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    if dtype == torch.bfloat16:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return dtype == torch.float32


def _tensor(made: object) -> Tensor:
    """What an operator that torch gives no types gave."""
    assert isinstance(made, Tensor)
    return made
