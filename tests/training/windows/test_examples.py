"""Batches: what is filled up, and with what."""

import numpy as np
import torch

from dabir_core.speech import log_mel
from dabir_training.windows import Example, collate


def example(seconds: float, tokens: int, *, level: float = 0.1) -> Example:
    sound = (level * np.random.default_rng(1).standard_normal(round(seconds * 16000))).astype(np.float32)
    frames = round(seconds * 100)
    return Example(
        input_features=log_mel(sound),
        attention_mask=np.ones(frames, np.int64),
        decoder_input_ids=np.arange(50, 50 + tokens),
        labels=np.arange(51, 51 + tokens),
    )


def test_rows_of_one_length_are_put_together_as_they_are() -> None:
    batch = collate([example(2.0, 5), example(2.0, 5)])
    assert {name: tuple(rows.shape) for name, rows in batch.items()} == {
        "input_features": (2, 80, 200),
        "attention_mask": (2, 200),
        "decoder_input_ids": (2, 5),
        "labels": (2, 5),
    }
    assert batch["input_features"].dtype == torch.float32
    assert {batch[name].dtype for name in batch} == {torch.float32, torch.int64}
    np.testing.assert_array_equal(batch["input_features"][1].numpy(), example(2.0, 5).input_features)


def test_a_shorter_window_becomes_what_it_would_be_with_silence_after_it() -> None:
    for level in (0.1, 0.0):
        short = example(2.0, 3, level=level)
        batch = collate([short, example(5.0, 3)])
        sound = (level * np.random.default_rng(1).standard_normal(32000)).astype(np.float32)
        whole = log_mel(np.concatenate([sound, np.zeros(48000, np.float32)]))
        features = batch["input_features"][0].numpy()
        np.testing.assert_allclose(features[:, :197], whole[:, :197], atol=1e-5)
        np.testing.assert_allclose(features[:, 203:], whole[:, 203:], atol=1e-5)  # between them frames see both
        assert batch["attention_mask"][0].tolist() == [1] * 200 + [0] * 300


def test_shorter_texts_are_filled_up_with_what_is_not_learned() -> None:
    batch = collate([example(2.0, 2), example(2.0, 4)])
    assert batch["labels"].tolist() == [[51, 52, -100, -100], [51, 52, 53, 54]]
    assert batch["decoder_input_ids"].tolist() == [[50, 51, 50, 50], [50, 51, 52, 53]]
