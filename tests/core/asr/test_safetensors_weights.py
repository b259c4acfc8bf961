import json
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from dabir_core.asr.safetensors_weights import open_safetensors, widen_bfloat16
from dabir_core.errors import CheckpointCorrupt, CheckpointUnsupported

VALUES = torch.tensor([[0.1, -2.5, 3e-41], [float("inf"), 65504.0, -0.0]])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.float64])
def test_values_are_torchs_bit_for_bit(tmp_path: Path, dtype: torch.dtype) -> None:
    stored = {"b": torch.arange(5).to(dtype), "a": VALUES.to(dtype)}
    save_file(stored, tmp_path / "model.safetensors", metadata={"format": "pt"})
    opened = open_safetensors(tmp_path / "model.safetensors")
    assert opened.keys() == stored.keys()
    for name, tensor in stored.items():
        assert opened[name].shape == tuple(tensor.shape)
        read = opened[name].read()
        assert read.dtype == np.float32
        assert read.tobytes() == tensor.float().numpy().tobytes()
        assert not read.flags.writeable


def test_float32_is_a_view_of_the_file(tmp_path: Path) -> None:
    save_file({"a": VALUES}, tmp_path / "model.safetensors")
    tensor = open_safetensors(tmp_path / "model.safetensors")["a"]
    assert np.shares_memory(tensor.read(), tensor.file)


def test_a_tensor_at_an_odd_byte_is_read(tmp_path: Path) -> None:
    header = json.dumps({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    header += b" " * ((5 - len(header)) % 8)  # values start at byte 8 k + 5
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + np.array([1.5, -2.0], "<f4").tobytes())
    assert open_safetensors(path)["a"].read().tolist() == [1.5, -2.0]


def test_every_bfloat16_widens_to_torchs_float32() -> None:
    patterns = np.arange(2**16, dtype=np.uint16)
    expected = torch.from_numpy(patterns.view(np.int16).copy()).view(torch.bfloat16).float().numpy()
    np.testing.assert_array_equal(widen_bfloat16(patterns).view(np.uint32), expected.view(np.uint32))


@pytest.mark.parametrize("kept_bytes", [0, 5, 60, -1])
def test_a_file_that_was_cut_off_is_corrupt(tmp_path: Path, kept_bytes: int) -> None:
    path = tmp_path / "model.safetensors"
    save_file({"a": VALUES}, path)
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(CheckpointCorrupt) as refused:
        open_safetensors(path)
    assert refused.value.subject == "model.safetensors"


def test_a_file_with_flipped_bits_is_read_or_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save_file({"a": VALUES, "b": torch.ones(3, dtype=torch.bfloat16)}, path)
    whole = path.read_bytes()
    refused = 0
    for bit in range(0, 8 * len(whole), 5):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        try:
            [tensor.read() for tensor in open_safetensors(path).values()]
        except (CheckpointCorrupt, CheckpointUnsupported):
            refused += 1
    assert refused > 0


def test_a_file_of_something_else_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 151061672\n")
    with pytest.raises(CheckpointCorrupt):
        open_safetensors(path)


def test_quantised_weights_are_not_supported(tmp_path: Path) -> None:
    save_file({"a": torch.ones(3, dtype=torch.int8)}, tmp_path / "model.safetensors")
    with pytest.raises(CheckpointUnsupported):
        open_safetensors(tmp_path / "model.safetensors")
