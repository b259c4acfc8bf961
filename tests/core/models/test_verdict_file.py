"""Where verdicts are kept, and what makes them worth nothing."""

import json
import os
import shutil
from pathlib import Path

import pytest

from dabir_core.asr.calibrated_heads import store_heads
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.errors import OutputError
from dabir_core.models import verdict_file
from dabir_core.models.comparison import FEWEST, Comparison, Verdict, figures
from dabir_core.models.verdict_file import (
    FILE_NAME,
    checkpoint_digest,
    earned_lengths,
    load_verdict,
    load_verdicts,
    store_verdict,
)
from dabir_core.paths import demo_checkpoint, verdicts_folder

SAME = Comparison(letters=100, full_errors=0, short_errors=0, apart=0, ran_away=False)
TEN = Verdict((figures(13.0, [SAME] * FEWEST), figures(10.0, [SAME] * FEWEST), figures(8.0, [SAME])))
NOTHING = Verdict((figures(13.0, []),))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


@pytest.fixture
def shipped(folder: Path) -> Path:
    """A verdict on «shipped» that lies beside the checkpoint, as the bundled one's does."""
    store_verdict(folder, "shipped", TEN).rename(folder / FILE_NAME)
    return folder


def test_a_verdict_is_kept_among_our_own_files_and_the_checkpoint_is_left_alone(folder: Path, home: Path) -> None:
    assert load_verdict(folder, "openvino int8") is None
    path = store_verdict(folder, "openvino int8", TEN)
    assert path == verdicts_folder() / f"{checkpoint_digest(folder)}.json"
    assert path.parent == home / "verdicts"
    assert load_verdict(folder, "openvino int8") == TEN
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]


def test_each_engine_and_precision_has_its_own(folder: Path) -> None:
    store_verdict(folder, "openvino int8", TEN)
    assert load_verdict(folder, "openvino f32") is None
    store_verdict(folder, "openvino f32", NOTHING)
    assert load_verdicts(folder) == {"openvino int8": TEN, "openvino f32": NOTHING}
    store_verdict(folder, "openvino int8", NOTHING)
    assert load_verdict(folder, "openvino int8") == NOTHING


def test_a_checkpoint_has_its_verdict_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    store_verdict(folder, "fake", TEN)
    shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)
    linked = tmp_path / "linked"
    linked.mkdir()
    for path in folder.iterdir():
        (linked / path.name).symlink_to(path)
    assert [load_verdict(each, "fake") for each in (tmp_path / "copy", linked)] == [TEN, TEN]


def test_a_verdict_that_was_shipped_beside_the_checkpoint_holds_until_there_is_another(shipped: Path) -> None:
    assert load_verdict(shipped, "shipped") == TEN
    before = (shipped / FILE_NAME).read_bytes()
    store_verdict(shipped, "fake", NOTHING)
    assert load_verdicts(shipped) == {"shipped": TEN, "fake": NOTHING}
    store_verdict(shipped, "shipped", NOTHING)
    assert load_verdict(shipped, "shipped") == NOTHING
    assert (shipped / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"), [("config.json", b"{ }"), ("model.safetensors", b"weighty"), ("tokenizer.json", b"{}")]
)
def test_a_changed_checkpoint_has_none(folder: Path, name: str, content: bytes) -> None:
    store_verdict(folder, "fake", TEN)
    (folder / name).write_bytes(content)
    assert load_verdict(folder, "fake") is None
    store_verdict(folder, "other", TEN)
    assert load_verdict(folder, "fake") is None  # what was true of the old one is not kept


def test_what_the_model_is_not_read_from_may_change(folder: Path) -> None:
    store_verdict(folder, "fake", TEN)
    (folder / "README.md").write_text("a note", encoding="utf-8")
    os.utime(folder / "model.safetensors", ns=(0, 0))
    assert load_verdict(folder, "fake") == TEN


def test_alignment_heads_change_no_text_and_void_no_verdict(folder: Path) -> None:
    store_verdict(folder, "fake", TEN)
    store_heads(folder, ((0, 1),))
    assert load_verdict(folder, "fake") == TEN


def test_another_format_of_ours_has_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_verdict(folder, "fake", TEN)
    monkeypatch.setattr(verdict_file, "FORMAT", verdict_file.FORMAT + 1)
    assert load_verdict(folder, "fake") is None


def test_all_of_large_weights_is_looked_at(folder: Path) -> None:
    weights = folder / "model.safetensors"
    size = 20_000_000
    content = bytearray(size)
    weights.write_bytes(content)
    digests = {checkpoint_digest(folder)}
    for number in range(64):  # one byte in each of the blocks between which there are gaps
        content[number * (size - 65_536) // 63 + 7] = 1
        weights.write_bytes(content)
        digests.add(checkpoint_digest(folder))
    assert len(digests) == 65


def test_where_nothing_can_be_written_the_path_is_told(folder: Path, home: Path) -> None:
    home.write_bytes(b"a file where our folder should be")
    with pytest.raises(OutputError) as caught:
        store_verdict(folder, "fake", TEN)
    assert caught.value.subject.endswith(f"{checkpoint_digest(folder)}.json")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"format": 1}', "\udcff"])
def test_a_damaged_file_is_passed_over_and_replaced(folder: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    path = store_verdict(folder, "other", TEN)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert load_verdict(folder, "fake") is None
    assert "cannot be read" in caplog.text
    store_verdict(folder, "fake", TEN)
    caplog.clear()
    assert load_verdicts(folder) == {"fake": TEN}


def test_figures_of_another_shape_are_passed_over(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    content = {"format": 1, "checkpoint": checkpoint_digest(folder), "engines": {"fake": {"lengths": [{"notes": 4}]}}}
    (folder / FILE_NAME).write_text(json.dumps(content), encoding="utf-8")
    assert load_verdict(folder, "fake") is None
    assert "cannot be read" in caplog.text
    caplog.clear()


def test_inputs_are_as_short_as_was_earned(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    shutil.copytree(demo_checkpoint(), demo, ignore=shutil.ignore_patterns(FILE_NAME))
    known = load_checkpoint(demo)
    full = InputLengths.full(known.dimensions)
    assert earned_lengths(known, "fake") == full
    store_verdict(demo, "fake", TEN)
    assert earned_lengths(known, "fake").samples == (160_000, 208_000, 240_000)
    store_verdict(demo, "fake", NOTHING)
    assert earned_lengths(known, "fake") == full


def test_the_bundled_checkpoint_carries_a_verdict_that_holds() -> None:
    """One that was trained anew needs `dabir models check demo --speech` once more, whose file then goes beside it."""
    verdict = load_verdict(demo_checkpoint(), "openvino int8")
    assert verdict is not None
    assert verdict.shortest == 8.0
    assert sum(length.notes for length in verdict.lengths) > 900
