from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from dabir_core.asr.checkpoint_files import open_weights, read_json, read_json_if_there, require_files, weights_file
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, ModelMissing
from tests.checkpoints import write_json


def folder_of(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(
    "names",
    [
        ("config.json", "tokenizer.json", "model.safetensors"),
        ("config.json", "vocab.json", "merges.txt", "pytorch_model.bin"),
        ("config.json", "tokenizer.json", "model.safetensors.index.json"),
        ("config.json", "tokenizer.json", "pytorch_model.bin.index.json"),
    ],
)
def test_every_known_set_of_files_passes(tmp_path: Path, names: tuple[str, ...]) -> None:
    require_files(folder_of(tmp_path, *names))


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ((), "config.json, tokenizer.json, model.safetensors"),
        (("config.json",), "tokenizer.json, model.safetensors"),
        (("config.json", "vocab.json", "model.safetensors"), "merges.txt"),
        (("config.json", "merges.txt", "model.safetensors"), "vocab.json"),
        (("tokenizer.json", "ggml-small.bin", "flax_model.msgpack"), "config.json, model.safetensors"),
    ],
)
def test_a_folder_is_told_everything_that_it_lacks(tmp_path: Path, names: tuple[str, ...], missing: str) -> None:
    with pytest.raises(CheckpointIncomplete) as refused:
        require_files(folder_of(tmp_path, *names))
    assert refused.value.subject == missing


def test_an_adapter_is_told_to_be_merged(tmp_path: Path) -> None:
    with pytest.raises(CheckpointIncomplete) as refused:
        require_files(folder_of(tmp_path, "adapter_config.json", "adapter_model.safetensors"))
    assert "merge it" in refused.value.detail


def test_a_file_or_nothing_is_no_checkpoint(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", folder_of(tmp_path, "file") / "file"):
        with pytest.raises(ModelMissing) as refused:
            require_files(path)
        assert refused.value.subject == str(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": "\xff"}', b"\x00\x01"])
def test_what_is_no_json_object_is_corrupt(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.json").write_bytes(content)
    with pytest.raises(CheckpointCorrupt) as refused:
        read_json(tmp_path / "config.json")
    assert refused.value.subject == "config.json"


def test_a_file_that_may_be_missing_reads_as_empty(tmp_path: Path) -> None:
    assert read_json_if_there(tmp_path / "generation_config.json") == {}


def test_safetensors_are_preferred_to_a_pickle(tmp_path: Path) -> None:
    torch.save({"a": torch.tensor([2.0])}, tmp_path / "pytorch_model.bin")
    assert weights_file(tmp_path) == "pytorch_model.bin"
    assert open_weights(tmp_path)["a"] == 2.0
    save_file({"a": torch.tensor([1.0])}, tmp_path / "model.safetensors")
    assert open_weights(tmp_path)["a"] == 1.0


@pytest.mark.parametrize("kind", ["model.safetensors", "pytorch_model.bin"])
def test_shards_are_read_as_one(tmp_path: Path, kind: str) -> None:
    store = save_file if kind == "model.safetensors" else torch.save
    store({"model.a": torch.tensor([1.0])}, tmp_path / "shard-1")
    store({"model.b": torch.tensor([2.0])}, tmp_path / "shard-2")
    write_json(tmp_path / f"{kind}.index.json", {"weight_map": {"model.a": "shard-1", "model.b": "shard-2"}})
    weights = open_weights(tmp_path)
    assert sorted(weights.names()) == ["a", "b"]
    assert weights["a"].tolist() == [1.0]
    assert weights["b"].tolist() == [2.0]


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    save_file({"a": torch.ones(1)}, tmp_path / "one")
    write_json(tmp_path / "model.safetensors.index.json", {"weight_map": {"a": "one", "b": "two", "c": "three"}})
    with pytest.raises(CheckpointIncomplete) as refused:
        open_weights(tmp_path)
    assert refused.value.subject == "three, two"


@pytest.mark.parametrize("listed", [None, {}, [], {"a": "../elsewhere"}, {"a": "/etc/passwd"}, {"a": ""}])
def test_an_index_without_shards_or_with_files_elsewhere_is_corrupt(tmp_path: Path, listed: object) -> None:
    write_json(tmp_path / "model.safetensors.index.json", {"weight_map": listed})
    with pytest.raises(CheckpointCorrupt):
        open_weights(tmp_path)


def test_a_folder_without_weights_is_incomplete(tmp_path: Path) -> None:
    with pytest.raises(CheckpointIncomplete):
        open_weights(tmp_path)
