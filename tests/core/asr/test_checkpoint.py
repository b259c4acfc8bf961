import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import WhisperForConditionalGeneration

from dabir_core.asr.calibrated_heads import store_heads
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.checkpoint_files import open_weights
from dabir_core.asr.dimensions import Dimensions
from dabir_core.errors import (
    CheckpointCorrupt,
    CheckpointIncomplete,
    CheckpointUnsupported,
    EngineMissing,
    ModelMissing,
)
from tests.checkpoints import Recipe, clone_checkpoint, edit_json, generation_fields, make_checkpoint

LAST_HALF = ((1, 0), (1, 1))
"""Alignment heads of a decoder of two layers and two heads that nobody published."""


def assert_weights_are_transformers(folder: Path) -> None:
    """Every tensor bit for bit as transformers loads it, read as float32."""
    model = WhisperForConditionalGeneration.from_pretrained(folder, dtype="auto")
    weights = load_checkpoint(folder).weights()
    expected = {name.removeprefix("model."): tensor for name, tensor in model.state_dict().items()}
    assert set(weights.names()) == set(expected)
    for name, tensor in expected.items():
        assert weights.shape(name) == tuple(tensor.shape)
        np.testing.assert_array_equal(weights[name].view(np.uint32), tensor.float().numpy().view(np.uint32), name)


def test_a_whole_checkpoint_is_read(micro: Checkpoint, micro_folder: Path) -> None:
    assert micro.name == "micro"
    assert micro.folder == micro_folder
    assert micro.dimensions == Dimensions(64, 2, 2, 2, 2, 80, 51865, 1500, 448)
    assert micro.suppressed == tuple(generation_fields()["suppress_tokens"])
    assert micro.suppressed_at_start == (220, 50257)
    assert micro.alignment_heads == LAST_HALF
    assert micro.max_initial_timestamp == 50
    assert micro.vocabulary.is_multilingual


def test_float32_weights_are_transformers(micro_folder: Path) -> None:
    assert_weights_are_transformers(micro_folder)


def test_sharded_bfloat16_weights_are_transformers(micro_bfloat16_folder: Path) -> None:
    assert len(list(micro_bfloat16_folder.glob("model-*.safetensors"))) > 1
    assert_weights_are_transformers(micro_bfloat16_folder)


@pytest.mark.parametrize("pickled", [False, True], ids=["safetensors", "pickle"])
def test_float16_weights_are_transformers(tmp_path: Path, pickled: bool) -> None:
    recipe = Recipe(size="micro", dtype=torch.float16, pickled=pickled)
    assert_weights_are_transformers(make_checkpoint(tmp_path / "half", recipe))


def test_a_shorter_window_128_mel_bins_and_100_languages_are_read(tmp_path: Path) -> None:
    folder = make_checkpoint(tmp_path / "v3", Recipe(size="micro", mel_bins=128, positions=400, languages=100))
    checkpoint = load_checkpoint(folder)
    assert (checkpoint.dimensions.mel_bins, checkpoint.dimensions.source_positions) == (128, 400)
    assert checkpoint.vocabulary.languages["yue"] == 50358
    assert checkpoint.weights().shape("encoder.embed_positions.weight") == (400, 64)


def test_float32_weights_take_no_memory_of_their_own(micro_folder: Path) -> None:
    """The token embedding alone is 13 MB."""
    weights = open_weights(micro_folder)
    tracemalloc.start()
    held = [weights[name] for name in weights.names()]
    taken_bytes = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert sum(tensor.nbytes for tensor in held) > 13_000_000
    assert taken_bytes < 100_000


@pytest.mark.parametrize(
    "lost",
    [
        {"lang_to_id": None, "task_to_id": None},
        {"no_timestamps_token_id": None, "prev_sot_token_id": None, "is_multilingual": None},
        {"forced_decoder_ids": [[1, 50259], [2, 50359], [3, 50363]]},
        {"begin_suppress_tokens": None},
        {"alignment_heads": [[31, 19]]},
        {"max_initial_timestamp_index": None},
        {"suppress_tokens": [-1]},
    ],
    ids=lambda lost: ",".join(lost),
)
def test_a_broken_generation_config_is_mended(micro: Checkpoint, tmp_path: Path, lost: dict[str, object]) -> None:
    folder = clone_checkpoint(micro.folder, tmp_path / "micro")
    edit_json(folder / "generation_config.json", **lost)
    found = load_checkpoint(folder)
    assert found.suppressed == micro.suppressed
    assert found.suppressed_at_start == micro.suppressed_at_start
    assert found.alignment_heads == micro.alignment_heads
    assert found.max_initial_timestamp == micro.max_initial_timestamp
    assert found.vocabulary.languages == micro.vocabulary.languages
    assert found.vocabulary.transcribe == micro.vocabulary.transcribe


def test_a_lost_generation_config_suppresses_an_empty_start_only(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    (folder / "generation_config.json").unlink()
    edit_json(folder / "config.json", begin_suppress_tokens=None, suppress_tokens=None)
    checkpoint = load_checkpoint(folder)
    assert checkpoint.suppressed == ()
    assert checkpoint.suppressed_at_start == (220, 50257)
    assert checkpoint.vocabulary.languages["fa"] == 50300


def test_listed_alignment_heads_outweigh_the_architecture(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    edit_json(folder / "generation_config.json", alignment_heads=[[0, 1]])
    assert load_checkpoint(folder).alignment_heads == ((0, 1),)


def test_calibrated_alignment_heads_outweigh_those_listed(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    edit_json(folder / "generation_config.json", alignment_heads=[[0, 1]])
    store_heads(folder, ((1, 0),))
    assert load_checkpoint(folder).alignment_heads == ((1, 0),)


def test_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        load_checkpoint(tmp_path / "nowhere")


def test_a_folder_of_something_else_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")
    with pytest.raises(CheckpointIncomplete) as refused:
        load_checkpoint(tmp_path)
    assert refused.value.subject == "config.json, tokenizer.json, model.safetensors"


def test_another_model_is_not_supported(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    edit_json(folder / "config.json", model_type="wav2vec2")
    with pytest.raises(CheckpointUnsupported):
        load_checkpoint(folder)


def test_weights_of_other_sizes_are_named(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    edit_json(folder / "config.json", num_mel_bins=128, max_source_positions=750)
    with pytest.raises(CheckpointIncomplete) as refused:
        load_checkpoint(folder)
    assert refused.value.subject == "encoder.conv1.weight, encoder.embed_positions.weight"


def test_weights_of_fewer_layers_are_named(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    edit_json(folder / "config.json", decoder_layers=3)
    with pytest.raises(CheckpointIncomplete) as refused:
        load_checkpoint(folder)
    assert refused.value.subject.startswith("decoder.layers.2.")


def test_a_truncated_download_is_corrupt(micro_folder: Path, tmp_path: Path) -> None:
    folder = clone_checkpoint(micro_folder, tmp_path / "micro")
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CheckpointCorrupt):
        load_checkpoint(folder)


def test_a_pickle_without_torch_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_checkpoint(tmp_path / "micro", Recipe(size="micro", pickled=True))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EngineMissing):
        load_checkpoint(folder)
