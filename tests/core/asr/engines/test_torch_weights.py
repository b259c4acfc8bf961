import threading
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from dabir_core.asr.engines import torch_linear, torch_weights
from dabir_core.asr.engines.torch_linear import Dense, Linear
from dabir_core.asr.engines.torch_weights import Model, read_model
from tests.random_whisper import MICRO, RandomWhisper, random_whisper


def model(whisper: RandomWhisper) -> Model:
    """In float16, whose layers stay as they are stored."""
    return read_model(whisper.dimensions, whisper.weights(), device=torch.device("cpu"), dtype=torch.float16)


def test_every_weight_is_read_once() -> None:
    whisper = random_whisper()
    names = set(whisper.weights().names())
    model(whisper)
    assert len(whisper.read) == len(set(whisper.read))
    assert names - set(whisper.read) == {"proj_out.weight"}


def test_the_thread_that_computed_while_loading_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its team of OpenMP threads would slow down that of the thread that decodes."""
    computed: set[threading.Thread] = set()

    def linear(weight: Tensor, bias: Tensor | None = None) -> Linear:
        computed.add(threading.current_thread())
        return torch_linear.linear(weight, bias)

    monkeypatch.setattr(torch_weights, "linear", linear)
    model(random_whisper())
    assert len(computed) == 1
    assert not any(thread.is_alive() for thread in computed)


def test_the_head_is_the_embedding_and_takes_no_memory_of_its_own() -> None:
    decoder = model(random_whisper()).decoder
    assert isinstance(decoder.head, Dense)
    assert decoder.head.weight is decoder.embedding


def test_the_first_layers_are_the_same_ones() -> None:
    decoder = model(random_whisper()).decoder
    assert decoder.first(2).layers == decoder.layers[:2]
    assert decoder.first(2).head is decoder.head


def test_halves_may_differ_in_depth_and_heads() -> None:
    """As in turbo, whose decoder keeps 4 of 32 layers."""
    read = model(random_whisper(replace(MICRO, encoder_layers=3, decoder_layers=1, encoder_heads=4, decoder_heads=2)))
    assert (len(read.encoder.layers), len(read.decoder.layers)) == (3, 1)
    assert (read.encoder.heads, read.decoder.heads) == (4, 2)
