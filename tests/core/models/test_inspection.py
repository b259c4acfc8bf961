"""What is told of a checkpoint that is whole, and of one that is not."""

import json
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.asr.calibrated_heads import store_heads
from dabir_core.errors import (
    ArchiveDamaged,
    ArchiveRefused,
    CheckpointCorrupt,
    CheckpointIncomplete,
    CheckpointUnsupported,
    ModelError,
)
from dabir_core.models import inspect
from dabir_core.models.architectures import ARCHITECTURES, base_of
from dabir_core.paths import demo_checkpoint
from tests.checkpoints import Recipe, make_checkpoint

pytestmark = pytest.mark.usefixtures("home")

WEIGHTS = "model.safetensors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_checkpoint(), tmp_path / "whisper"))


def faults(path: Path) -> list[tuple[type[ModelError], str]]:
    return [(type(fault), fault.subject) for fault in inspect(path).faults]


def settings(folder: Path, name: str, **changed: object) -> None:
    path = folder / name
    found = json.loads(path.read_text(encoding="utf-8")) | changed
    path.write_text(json.dumps({name: value for name, value in found.items() if value is not None}), encoding="utf-8")


def test_a_whole_checkpoint_is_told_with_all_that_is_known_of_it() -> None:
    found = inspect(demo_checkpoint())
    config = json.loads((demo_checkpoint() / "config.json").read_text(encoding="utf-8"))
    assert (found.faults, found.base, found.has_heads) == ((), None, True)
    assert found.sizes_bytes[WEIGHTS] == (demo_checkpoint() / WEIGHTS).stat().st_size
    assert found.others == ("README.md",)
    assert "fa" in found.languages
    assert found.parameters is not None
    assert found.parameters > config["vocab_size"] * config["d_model"]
    assert found.verdicts["openvino int8"].shortest == 8.0


@pytest.mark.parametrize("name", list(ARCHITECTURES))
def test_an_architecture_is_known_by_its_sizes_whatever_its_vocabulary(name: str) -> None:
    known = ARCHITECTURES[name]
    assert base_of(known) == name
    assert base_of(replace(known, vocabulary=51864, source_positions=750)) == name
    assert base_of(replace(known, decoder_layers=9)) is None


def test_heads_are_known_where_they_are_listed_or_were_calibrated(folder: Path) -> None:
    settings(folder, "generation_config.json", alignment_heads=None)
    assert inspect(folder).has_heads is False
    store_heads(folder, ((0, 1),))
    assert inspect(folder).has_heads is True


def test_every_fault_is_told_once(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    (folder / "generation_config.json").write_text("<html>", encoding="utf-8")
    (folder / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:-1])
    assert faults(folder) == [
        (CheckpointIncomplete, "tokenizer.json"),
        (CheckpointCorrupt, "generation_config.json"),
        (CheckpointCorrupt, WEIGHTS),
    ]


def test_an_empty_folder_lacks_everything(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert faults(tmp_path / "empty") == [(CheckpointIncomplete, f"config.json, tokenizer.json, {WEIGHTS}")]


def test_a_pointer_in_place_of_the_weights_is_no_weights(folder: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3740192\n"
    (folder / WEIGHTS).write_text(pointer, encoding="utf-8")
    assert faults(folder) == [(CheckpointCorrupt, WEIGHTS)]


def test_weights_of_another_architecture_are_a_fault(folder: Path) -> None:
    settings(folder, "config.json", decoder_layers=12)
    (fault,) = faults(folder)
    assert fault[0] is CheckpointIncomplete
    assert "decoder" in fault[1]


def test_another_kind_of_model_is_told_with_its_weights_unjudged(folder: Path) -> None:
    settings(folder, "config.json", model_type="bert")
    found = inspect(folder)
    assert [(type(fault), fault.subject) for fault in found.faults] == [(CheckpointUnsupported, "bert")]
    assert (found.base, found.parameters, found.languages, found.has_heads) == (None, None, (), None)


def test_shards_that_are_missing_are_named(tmp_path: Path) -> None:
    folder = make_checkpoint(tmp_path / "sharded", Recipe(size="micro", shard_bytes=4_000_000))
    assert faults(folder) == []
    shard = sorted(folder.glob("model-*.safetensors"))[-1]
    shard.unlink()
    assert faults(folder) == [(CheckpointIncomplete, shard.name)]


@pytest.mark.parametrize("kind", ["zip", "tar", "gztar"])
def test_an_archive_is_read_without_its_weights(tmp_path: Path, kind: str) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), kind, demo_checkpoint().parent, "demo"))
    found, unpacked = inspect(archive), inspect(demo_checkpoint())
    assert (found.path, found.faults, found.verdicts) == (archive, (), {})
    assert sorted(found.sizes_bytes.items()) == sorted(unpacked.sizes_bytes.items())
    assert (found.parameters, found.languages, found.has_heads) == (
        unpacked.parameters,
        unpacked.languages,
        unpacked.has_heads,
    )
    assert found.others == ("demo/README.md",)


def test_an_archive_that_lacks_files_names_them(folder: Path, tmp_path: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / "tokenizer.json").write_text("{", encoding="utf-8")
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder))
    assert faults(archive) == [(CheckpointIncomplete, WEIGHTS), (CheckpointCorrupt, "tokenizer.json")]


def test_what_is_no_archive_or_must_not_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sound.ogg").write_bytes(b"OggS" + bytes(1000))
    with pytest.raises(ArchiveDamaged):
        inspect(tmp_path / "sound.ogg")
    with tarfile.open(tmp_path / "evil.tar", "w") as packed:
        packed.add(demo_checkpoint() / "config.json", "../config.json")
    with pytest.raises(ArchiveRefused):
        inspect(tmp_path / "evil.tar")
