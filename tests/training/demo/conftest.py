"""A handful of utterances and a tiny run, made once for all tests here."""

from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.demo.corpus import TRAIN, Corpus, synthesise
from dabir_training.demo.run_file import Run, read_run
from dabir_training.demo.tokenizer import Vocabulary, train_tokenizer


@pytest.fixture(scope="session")
def shipped_run() -> Run:
    return read_run(Path(__file__).parents[3] / "training/dabir_training/runs/demo_fa.toml")


@pytest.fixture(scope="session")
def tiny_run(shipped_run: Run) -> Run:
    training = replace(shipped_run.training, short_batch=4, full_batch=4, short_steps=1000, warmup_steps=1, processes=1)
    return replace(
        shipped_run,
        corpus=replace(shipped_run.corpus, sentences=60, held_out_sentences=4, processes=1),
        model=replace(shipped_run.model, bpe_tokens=300, width=32, encoder_layers=1, hidden_width=64),
        training=training,
    )


@pytest.fixture(scope="session")
def tiny_corpus(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    synthesise(tiny_run, folder)
    return Corpus(folder, TRAIN)


@pytest.fixture(scope="session")
def tiny_vocabulary(tiny_run: Run, tiny_corpus: Corpus) -> Vocabulary:
    texts = [utterance.text for utterance in tiny_corpus.utterances]
    return Vocabulary.of(train_tokenizer(texts, bpe_tokens=tiny_run.model.bpe_tokens))
