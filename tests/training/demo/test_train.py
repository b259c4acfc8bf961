"""The loop lowers the loss, resumes where it was, and follows its schedule."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from dabir_training.demo.batches import Batch, Batches
from dabir_training.demo.corpus import Corpus
from dabir_training.demo.run_file import Run
from dabir_training.demo.tokenizer import Vocabulary
from dabir_training.demo.train import Trainer, rate


class _SameBatch(Batches):
    """Draws the first step's batch at every step, so that losses can be compared."""

    def draw(self, step: int, *, rank: int = 0) -> Batch:
        return super().draw(0 * step, rank=rank)


def test_three_steps_lower_the_losses(tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary) -> None:
    trainer = Trainer(tiny_run, _SameBatch(tiny_run, tiny_corpus, tiny_vocabulary), vocabulary=tiny_vocabulary.size)

    before = trainer.advance(1)
    trainer.advance(3)
    after = trainer.advance(4)

    assert after["tokens"] < before["tokens"]
    assert after["characters"] < before["characters"]
    assert after["guide"] < before["guide"]


def test_resumed_training_equals_uninterrupted(
    tiny_run: Run, tiny_corpus: Corpus, tiny_vocabulary: Vocabulary, tmp_path: Path
) -> None:
    batches = Batches(tiny_run, tiny_corpus, tiny_vocabulary)
    whole, first, second = (Trainer(tiny_run, batches, vocabulary=tiny_vocabulary.size) for _ in range(3))
    whole.advance(4)
    first.advance(2)
    first.save(tmp_path / "state.pt")

    second.load(tmp_path / "state.pt")
    second.advance(4)

    assert second.step == 4
    for ours, theirs in zip(second.model.parameters(), whole.model.parameters(), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-6)
    assert [path.name for path in tmp_path.iterdir()] == ["state.pt"]


def test_rate_rises_stays_and_falls(shipped_run: Run) -> None:
    settings = replace(shipped_run.training, steps=1000, warmup_steps=100, decay_steps=200, learning_rate=1e-3)

    assert rate(0, settings) == pytest.approx(2e-5)
    assert rate(49, settings) == pytest.approx(5e-4)
    assert rate(100, settings) == rate(800, settings) == 1e-3
    assert rate(900, settings) == pytest.approx(5e-4)
    assert rate(999, settings) == pytest.approx(2e-5)
