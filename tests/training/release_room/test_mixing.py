import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import WhisperForConditionalGeneration

from dabir_core.asr.checkpoint_files import open_weights
from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import StoredAs
from dabir_training.errors import CheckpointWrong
from dabir_training.release.mixing import Share, shares, write_mixture
from tests.training.release_room.conftest import Save


def plain(folder: Path, tensors: dict[str, torch.Tensor], *, tied: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"tie_word_embeddings": tied}), encoding="utf-8")
    save_file(tensors, folder / "model.safetensors")
    return folder


def load(folder: Path) -> tuple[Any, dict[str, Any]]:
    """transformers' model, and what it says of the loading."""
    found: Any = WhisperForConditionalGeneration.from_pretrained(folder, output_loading_info=True)
    return found[0], found[1]


def mixed(tmp_path: Path, *parts: Share, stored_as: StoredAs = StoredAs.FP32) -> dict[str, torch.Tensor]:
    write_mixture(parts, tmp_path / "out.safetensors", stored_as=stored_as)
    return load_file(tmp_path / "out.safetensors")


def test_mean_is_that_of_hand_arithmetic(tmp_path: Path) -> None:
    folders = [plain(tmp_path / str(value), {"model.w": torch.full((2, 3), value)}) for value in (1.0, 2.0, 6.0)]

    found = mixed(tmp_path, *shares(folders, base=folders[0]))

    assert torch.equal(found["model.w"], torch.full((2, 3), 3.0))


def test_a_quarter_of_the_base_moves_weights_a_quarter_of_the_way(tmp_path: Path) -> None:
    base, tuned = (plain(tmp_path / str(v), {"model.w": torch.tensor([v, -v])}) for v in (1.0, 5.0))

    found = mixed(tmp_path, *shares([tuned], base=base, toward_base=0.25))

    assert found["model.w"].tolist() == [4.0, -4.0]


def test_sum_is_made_in_more_than_single_precision(tmp_path: Path) -> None:
    # in float32 1e8 + 1 is 1e8, and the mean of (1e8, 1, -1e8, 1) would be 0.25 or 0
    values = (1e8, 1.0, -1e8, 1.0)
    folders = [plain(tmp_path / str(n), {"model.w": torch.tensor([value])}) for n, value in enumerate(values)]

    assert mixed(tmp_path, *shares(folders, base=folders[0]))["model.w"].item() == 0.5


def test_a_mixture_of_a_checkpoint_with_itself_is_itself(trained: Path, tmp_path: Path) -> None:
    found = mixed(tmp_path, *shares([trained, trained], base=trained))

    assert found.keys() == load_file(trained / "model.safetensors").keys()
    for name, value in load_file(trained / "model.safetensors").items():
        assert torch.equal(found[name], value), name


def test_transformers_loads_what_was_written(trained: Path, tmp_path: Path) -> None:
    mixed(tmp_path, Share(trained, 1.0), stored_as=StoredAs.FP16)
    (tmp_path / "config.json").write_bytes((trained / "config.json").read_bytes())
    (tmp_path / "out.safetensors").rename(tmp_path / "model.safetensors")

    model, said = load(tmp_path)

    assert not said["missing_keys"] and not said["unexpected_keys"] and not said["mismatched_keys"]
    assert model.proj_out.weight.data_ptr() == model.model.decoder.embed_tokens.weight.data_ptr()


def test_sharded_checkpoints_are_read(trained: Path, tmp_path: Path) -> None:
    model = WhisperForConditionalGeneration.from_pretrained(trained)
    model.save_pretrained(tmp_path / "sharded", max_shard_size="2MB")
    assert len(list((tmp_path / "sharded").glob("model-*.safetensors"))) > 1

    found = mixed(tmp_path, *shares([tmp_path / "sharded", trained], base=trained))

    assert torch.equal(found["model.encoder.conv1.weight"], model.model.encoder.conv1.weight)


def test_an_output_that_is_not_tied_is_kept(tmp_path: Path) -> None:
    tensors = {"model.decoder.embed_tokens.weight": torch.ones(2, 2), "proj_out.weight": torch.zeros(2, 2)}
    untied = plain(tmp_path / "untied", tensors, tied=False)
    tied = plain(tmp_path / "tied", tensors)

    assert mixed(tmp_path, Share(untied, 1.0))["proj_out.weight"].sum() == 0
    assert "proj_out.weight" not in mixed(tmp_path, Share(tied, 1.0))


def test_other_shapes_are_refused_by_tensor(tmp_path: Path) -> None:
    one = plain(tmp_path / "one", {"model.w": torch.ones(2, 2)})
    other = plain(tmp_path / "other", {"model.w": torch.ones(3, 2)})

    with pytest.raises(CheckpointWrong, match=r"other: w is \(3, 2\) and not \(2, 2\)"):
        mixed(tmp_path, *shares([one, other], base=one))


def test_a_missing_tensor_and_one_too_many_are_refused(tmp_path: Path) -> None:
    small = plain(tmp_path / "small", {"model.w": torch.ones(1)})
    large = plain(tmp_path / "large", {"model.w": torch.ones(1), "model.x": torch.ones(1)})

    with pytest.raises(CheckpointWrong, match="small lacks x"):
        mixed(tmp_path, *shares([large, small], base=large))
    with pytest.raises(CheckpointWrong, match="large has x"):
        mixed(tmp_path, *shares([small, large], base=small))


def test_another_vocabulary_of_the_same_size_is_refused(trained: Path, save_demo: Save, tmp_path: Path) -> None:
    other = save_demo(tmp_path / "other", lambda _, value: value)
    tokenizer = json.loads((other / "tokenizer.json").read_text(encoding="utf-8"))
    pieces = tokenizer["model"]["vocab"]
    first, second = list(pieces)[:2]
    pieces[first], pieces[second] = pieces[second], pieces[first]
    (other / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")

    with pytest.raises(CheckpointWrong, match=r"other: .* has another vocabulary"):
        mixed(tmp_path, *shares([trained, other], base=trained))


@pytest.mark.parametrize("value", [float("nan"), 7e4])
def test_what_half_precision_cannot_hold_is_told_by_tensor(value: float, tmp_path: Path) -> None:
    # the largest half is 65504
    folder = plain(tmp_path / "wrong", {"model.w": torch.tensor([1.0, value])})

    with pytest.raises(CheckpointWrong, match=r"model\.w: a value"):
        mixed(tmp_path, Share(folder, 1.0), stored_as=StoredAs.FP16)


def test_memory_is_a_few_times_the_largest_tensor_however_many_checkpoints(tmp_path: Path) -> None:
    tensors = {f"model.w{n}": torch.ones(250_000) for n in range(16)}
    folders = [plain(tmp_path / str(n), tensors) for n in range(6)]
    largest_bytes = 8 * 250_000
    tracemalloc.start()

    write_mixture(shares(folders, base=folders[0]), tmp_path / "out.safetensors", stored_as=StoredAs.FP32)

    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 5 * largest_bytes  # all tensors of one checkpoint are 8 times as much


def test_the_published_form_is_read_back_bit_by_bit(tmp_path: Path) -> None:
    write_mixture([Share(demo_checkpoint(), 1.0)], tmp_path / "model.safetensors", stored_as=StoredAs.FP16)
    (tmp_path / "config.json").write_bytes((demo_checkpoint() / "config.json").read_bytes())

    ours, wanted = open_weights(tmp_path), open_weights(demo_checkpoint())

    assert {*ours.names()} == {*wanted.names()}
    assert all(np.array_equal(ours[name], wanted[name]) for name in wanted.names())
