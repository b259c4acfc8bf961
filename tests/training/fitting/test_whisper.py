from typing import Any

import numpy as np
import pytest
import torch

from dabir_training.fitting.whisper import WhisperForConditionalGeneration
from tests.random_whisper import RandomWhisper, random_log_mel, random_tokens, random_whisper


@pytest.fixture(scope="module")
def reference() -> RandomWhisper:
    return random_whisper()


@pytest.fixture(scope="module")
def ours(reference: RandomWhisper) -> WhisperForConditionalGeneration:
    model = WhisperForConditionalGeneration(reference.model.config)
    model.load_state_dict(reference.model.state_dict())
    model.train(False)
    return model


@pytest.mark.parametrize("frames", [200, 120, 2], ids=["its whole window", "a shorter one", "one position"])
def test_window_is_read_as_transformers_reads_one_with_as_many_positions(
    reference: RandomWhisper, ours: WhisperForConditionalGeneration, frames: int
) -> None:
    log_mel, tokens = random_log_mel(2, frames), random_tokens(2, 7)
    with torch.no_grad():
        logits = ours(input_features=torch.from_numpy(log_mel), decoder_input_ids=torch.from_numpy(tokens)).logits
    np.testing.assert_allclose(logits.numpy(), reference.logits(log_mel, tokens), atol=1e-4)


def test_checkpoint_names_the_class_that_every_reader_knows(ours: WhisperForConditionalGeneration) -> None:
    assert type(ours).__name__ == "WhisperForConditionalGeneration"


def test_gradients_are_the_same_with_the_forward_pass_computed_twice(reference: RandomWhisper) -> None:
    gradients = []
    for is_twice in (False, True):
        model: Any = WhisperForConditionalGeneration(reference.model.config)
        model.load_state_dict(reference.model.state_dict())
        model.train()
        if is_twice:
            model.activation_checkpointing_enable({"use_reentrant": False})
        features, tokens = torch.from_numpy(random_log_mel(1, 80)), torch.from_numpy(random_tokens(1, 5))
        model(input_features=features, decoder_input_ids=tokens, use_cache=False).logits.square().mean().backward()
        gradients.append(model.model.encoder.conv1.weight.grad)
    torch.testing.assert_close(gradients[0], gradients[1])
