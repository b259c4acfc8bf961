"""Our modules are transformers' Whisper, and what is exported is what transformers loads."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import GenerationConfig, WhisperForConditionalGeneration
from transformers.models.whisper.tokenization_whisper import LANGUAGES

from dabir_core.speech.log_mel import log_mel
from dabir_training.demo.batches import Batches
from dabir_training.demo.corpus import Corpus
from dabir_training.demo.export import export
from dabir_training.demo.model import DemoWhisper
from dabir_training.demo.run_file import Run
from dabir_training.demo.tokenizer import Vocabulary


@pytest.fixture(scope="module")
def exported(
    tiny_run: Run, tiny_vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory
) -> tuple[DemoWhisper, Path]:
    torch.manual_seed(1)
    model = DemoWhisper(tiny_run.model, vocabulary=tiny_vocabulary.size, characters=40)
    folder = tmp_path_factory.mktemp("exported")
    export(model, tiny_run.model, tiny_vocabulary, folder=folder)
    return model, folder


def test_logits_and_attention_equal_transformers(
    exported: tuple[DemoWhisper, Path], tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary
) -> None:
    model, folder = exported
    reference = WhisperForConditionalGeneration.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    )
    tokens = Batches(tiny_run, tiny_corpus, tiny_vocabulary).draw(0).tokens
    noise = np.random.default_rng(1).standard_normal(240_000).astype(np.float32)
    mel = torch.from_numpy(np.stack([log_mel(noise * 0.1)] * len(tokens)))

    with torch.no_grad():
        ours = model.half().float()(mel, tokens)  # the folder holds fp16
        theirs = reference(input_features=mel, decoder_input_ids=tokens, output_attentions=True)

    assert torch.allclose(ours.logits, theirs.logits, atol=1e-4)
    for layer, attention in enumerate(theirs.cross_attentions):
        assert torch.allclose(ours.attention[:, layer], attention[:, 0], atol=1e-5)


def test_generation_config_is_complete(exported: tuple[DemoWhisper, Path], tiny_vocabulary: Vocabulary) -> None:
    config: Any = GenerationConfig.from_pretrained(exported[1])

    assert len(config.lang_to_id) == len(LANGUAGES)
    assert config.lang_to_id["<|fa|>"] == tiny_vocabulary.persian
    assert config.task_to_id["transcribe"] == tiny_vocabulary.transcribe
    assert config.no_timestamps_token_id == tiny_vocabulary.no_timestamps
    assert config.alignment_heads == [[0, 0], [1, 0]]
    assert config.is_multilingual is True
    assert tiny_vocabulary.end_of_text not in config.begin_suppress_tokens  # silence is answered with an empty text
