"""What a loaded checkpoint holds on to, and when it reads."""

import gc
import weakref

import numpy as np
import pytest
from numpy.typing import NDArray

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.asr.weights import Weights
from tests.random_whisper import MICRO, random_whisper


class LentWeights:
    """Hands out a new copy of each array and watches whether anybody keeps it."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.lent: list[weakref.ref[NDArray[np.float32]]] = []

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        array = self._weights[name].copy()
        self.lent.append(weakref.ref(array))
        return array

    def __contains__(self, name: object) -> bool:
        return name in self._weights

    def names(self) -> list[str]:
        return list(self._weights.names())

    def shape(self, name: str) -> tuple[int, ...]:
        return self._weights.shape(name)


class LendingCheckpoint:
    """A random checkpoint that watches its arrays."""

    name = "lending"
    dimensions: Dimensions = MICRO
    alignment_heads = ((1, 0), (0, 1))

    def __init__(self) -> None:
        self.opened: list[LentWeights] = []
        self._whisper = random_whisper()

    def weights(self) -> Weights:
        self.opened.append(LentWeights(self._whisper.weights()))
        return self.opened[-1]


@pytest.mark.parametrize("precision", list(Precision))
def test_no_source_array_outlives_the_build(precision: Precision) -> None:
    checkpoint = LendingCheckpoint()
    graphs = Graphs(checkpoint, precision, threads=1)
    gc.collect()
    lent = [array for weights in checkpoint.opened for array in weights.lent]
    assert len(lent) > 50
    assert not [array for array in lent if array() is not None]
    assert graphs.decoder is not None


def test_the_aligner_is_built_once_and_only_when_asked_for() -> None:
    checkpoint = LendingCheckpoint()
    graphs = Graphs(checkpoint, Precision.F32, threads=1)
    opened = len(checkpoint.opened)
    assert graphs.aligner() is graphs.aligner()
    assert len(checkpoint.opened) == opened + 1
