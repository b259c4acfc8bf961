"""What a loaded checkpoint holds on to, and when it reads."""

import gc
import threading
import weakref

import numpy as np
import pytest
from numpy.typing import NDArray

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.asr.weights import Weights
from dabir_core.errors import ModelMemory
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


def test_an_expected_projector_is_the_one_that_is_given() -> None:
    checkpoint = LendingCheckpoint()
    graphs = Graphs(checkpoint, Precision.F32, threads=1)
    opened = len(checkpoint.opened)
    graphs.expect_projector(MICRO.source_positions)
    graphs.expect_projector(MICRO.source_positions)
    assert graphs.projector(MICRO.source_positions) is graphs.projector(MICRO.source_positions)
    assert len(checkpoint.opened) == opened + 1


def fail_once(checkpoint: LendingCheckpoint) -> None:
    build, fails = checkpoint.weights, [True]

    def weights() -> Weights:
        if fails.pop() if fails else False:
            raise MemoryError("no room")
        return build()

    checkpoint.weights = weights  # type: ignore[method-assign]


def test_a_projector_that_failed_unasked_for_is_begun_anew_when_it_is_expected_again() -> None:
    checkpoint = LendingCheckpoint()
    graphs = Graphs(checkpoint, Precision.F32, threads=1)
    fail_once(checkpoint)
    graphs.expect_projector(20)
    for thread in threading.enumerate():
        if thread.name.startswith("graphs"):
            thread.join()
    graphs.expect_projector(20)
    assert graphs.projector(20) is not None


def test_a_projector_that_failed_in_its_thread_is_told_where_it_is_wanted_and_tried_again() -> None:
    checkpoint = LendingCheckpoint()
    graphs = Graphs(checkpoint, Precision.F32, threads=1)
    fail_once(checkpoint)
    graphs.expect_projector(20)
    with pytest.raises(ModelMemory, match="lending"):
        graphs.projector(20)
    assert graphs.projector(20) is not None
