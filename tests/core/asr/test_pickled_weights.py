import importlib.util
import pickle
import random
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from dabir_core.asr.pickled_weights import open_pickle
from dabir_core.errors import CheckpointCorrupt, EngineMissing

STORED = {"a": torch.tensor([[0.1, -2.5], [1e-30, 7.0]]), "b": torch.tensor([1.5, 3.0], dtype=torch.bfloat16)}


@pytest.mark.parametrize("archive", [True, False], ids=["zip archive", "before torch 1.6"])
def test_values_are_torchs_bit_for_bit(tmp_path: Path, archive: bool) -> None:
    path = tmp_path / "pytorch_model.bin"
    torch.save(STORED, path, _use_new_zipfile_serialization=archive)
    opened = open_pickle(path)
    assert opened.keys() == STORED.keys()
    for name, tensor in STORED.items():
        assert opened[name].shape == tuple(tensor.shape)
        read = opened[name].read()
        assert read.dtype == np.float32
        assert read.tobytes() == tensor.float().numpy().tobytes()
        assert not read.flags.writeable


class Touches:
    """Creates a file when it is unpickled, as an attack would."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_a_pickle_with_code_is_corrupt_and_never_run(tmp_path: Path) -> None:
    proof = tmp_path / "was-run"
    path = tmp_path / "pytorch_model.bin"
    torch.save({"a": STORED["a"], "b": Touches(proof)}, path)
    with pytest.raises(CheckpointCorrupt):
        open_pickle(path)
    path.write_bytes(pickle.dumps(Touches(proof), protocol=2))
    with pytest.raises(CheckpointCorrupt):
        open_pickle(path)
    assert not proof.exists()


@pytest.mark.parametrize("kept_bytes", [0, 10, 400, -100])
def test_a_file_that_was_cut_off_is_corrupt(tmp_path: Path, kept_bytes: int) -> None:
    path = tmp_path / "pytorch_model.bin"
    torch.save(STORED, path)
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(CheckpointCorrupt) as refused:
        open_pickle(path)
    assert refused.value.subject == "pytorch_model.bin"


@pytest.mark.parametrize("archive", [True, False], ids=["zip archive", "before torch 1.6"])
def test_a_file_with_flipped_bits_is_read_or_corrupt(tmp_path: Path, archive: bool) -> None:
    path = tmp_path / "pytorch_model.bin"
    torch.save(STORED, path, _use_new_zipfile_serialization=archive)
    whole = path.read_bytes()
    generator = random.Random(7)
    refused = 0
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[generator.randrange(min(len(whole), 900))] ^= 1 << generator.randrange(8)
        path.write_bytes(damaged)
        with warnings.catch_warnings(action="ignore"):  # torch warns of odd pickle protocols
            try:
                open_pickle(path)
            except CheckpointCorrupt:
                refused += 1
    assert 0 < refused < 150


@pytest.mark.parametrize("stored", [[1, 2], {"epoch": 3}])
def test_a_pickle_of_something_else_is_corrupt(tmp_path: Path, stored: object) -> None:
    torch.save(stored, tmp_path / "pytorch_model.bin")
    with pytest.raises(CheckpointCorrupt):
        open_pickle(tmp_path / "pytorch_model.bin")


def test_without_torch_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing) as refused:
        open_pickle(tmp_path / "pytorch_model.bin")
    assert refused.value.subject == 'pip install "dabir[torch]"'
