"""A graph's first use, brought forward: it changes the moment and nothing else."""

import numpy as np
import pytest

from dabir_core.asr.engines.openvino import OpenVinoEngine
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.asr.engines.openvino_warming import warm_up
from tests.random_whisper import MICRO, RandomWhisper, random_log_mel, random_tokens, random_whisper


@pytest.fixture(scope="module")
def whisper() -> RandomWhisper:
    return random_whisper()


@pytest.mark.parametrize("precision", list(Precision))
def test_warm_graphs_give_the_very_same_numbers(whisper: RandomWhisper, precision: Precision) -> None:
    log_mel, tokens = random_log_mel(2, MICRO.window_frames), random_tokens(2, 5)
    logits = []
    for prepare in (lambda _: None, warm_up):
        graphs = Graphs(whisper, precision, threads=None)
        prepare(graphs)
        cache = OpenVinoEngine(graphs).encode(log_mel).start([1, 0])
        logits.append(np.stack([cache.step(tokens[:, :4]), cache.step(tokens[:, 4:])]))
    np.testing.assert_array_equal(logits[0], logits[1])


def test_lacking_memory_is_left_to_the_first_real_use(whisper: RandomWhisper, monkeypatch: pytest.MonkeyPatch) -> None:
    graphs = Graphs(whisper, Precision.F32, threads=None)

    def full(*_: object) -> None:
        raise RuntimeError("std::bad_alloc")

    monkeypatch.setattr(graphs, "hidden_states", full)
    warm_up(graphs)
    monkeypatch.undo()
    assert graphs.hidden_states(random_log_mel(1, 100)).shape == (1, 50, MICRO.width)
