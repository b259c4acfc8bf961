import numpy as np
import pytest
from numpy.typing import NDArray

from dabir_core.asr.weights import StoredWeights


class Numbered:
    """A tensor that counts how often it is read."""

    def __init__(self, value: float) -> None:
        self.value = value
        self.reads = 0
        self.shape = (1,)

    def read(self) -> NDArray[np.float32]:
        self.reads += 1
        return np.array([self.value], np.float32)


def test_names_lose_the_prefix_that_transformers_puts_before_them() -> None:
    weights = StoredWeights({"model.encoder.conv1.bias": Numbered(3), "decoder.layer_norm.bias": Numbered(4)})
    assert weights["encoder.conv1.bias"] == 3
    assert weights["decoder.layer_norm.bias"] == 4
    assert set(weights.names()) == {"encoder.conv1.bias", "decoder.layer_norm.bias"}


def test_the_output_is_the_token_embedding_unless_stored() -> None:
    embedding = {"model.decoder.embed_tokens.weight": Numbered(1)}
    assert StoredWeights(embedding)["proj_out.weight"] == 1
    assert StoredWeights({**embedding, "proj_out.weight": Numbered(2)})["proj_out.weight"] == 2


def test_nothing_is_read_before_it_is_asked_for_and_nothing_is_kept() -> None:
    tensor = Numbered(1)
    weights = StoredWeights({"a": tensor})
    assert "a" in weights
    assert weights.shape("a") == (1,)
    assert tensor.reads == 0
    assert weights["a"] is not weights["a"]
    assert tensor.reads == 2


def test_a_name_that_is_not_there_is_a_key_error() -> None:
    weights = StoredWeights({})
    assert "proj_out.weight" not in weights
    with pytest.raises(KeyError):
        weights["proj_out.weight"]
