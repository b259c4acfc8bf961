"""Compiled graphs that come back from the disk, and all that may have happened to them there."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dabir_core.asr.engines import openvino_store
from dabir_core.asr.engines.openvino import OpenVinoEngine
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.asr.engines.openvino_store import GraphStore, StoredGraph, graph_store
from tests.random_whisper import MICRO, random_log_mel, random_tokens, random_whisper

EXPORTED = b"a compiled graph"


def stored(folder: Path, *depends_on: object) -> StoredGraph:
    return GraphStore(folder / "graphs", "checkpoint 1").graph("encoder", *depends_on)


def only_file(folder: Path) -> Path:
    [path] = (folder / "graphs").iterdir()
    return path


def refuse(_: NDArray[np.uint8]) -> bytes:
    raise RuntimeError("not our format")


def test_what_was_written_is_imported(tmp_path: Path) -> None:
    assert stored(tmp_path).imported(bytes) is None
    stored(tmp_path).write(EXPORTED)
    assert stored(tmp_path).imported(bytes) == EXPORTED


def test_another_setting_or_checkpoint_is_another_graph(tmp_path: Path) -> None:
    stored(tmp_path, "OpenVINO 1").write(EXPORTED)
    assert stored(tmp_path, "OpenVINO 2").imported(bytes) is None
    other = GraphStore(tmp_path / "graphs", "checkpoint 2").graph("encoder", "OpenVINO 1")
    assert other.imported(bytes) is None
    assert stored(tmp_path, "OpenVINO 1").imported(bytes) == EXPORTED


def test_a_newer_version_takes_the_place_of_the_older(tmp_path: Path) -> None:
    stored(tmp_path, 1).write(EXPORTED)
    stored(tmp_path, 2).write(b"newer")
    assert only_file(tmp_path).read_bytes() == b"newer"


@pytest.mark.parametrize("damaged", [EXPORTED[:-1], b"A" + EXPORTED[1:], b""])
def test_a_damaged_file_is_never_handed_over(tmp_path: Path, damaged: bytes) -> None:
    stored(tmp_path).write(EXPORTED)
    only_file(tmp_path).write_bytes(damaged)
    assert stored(tmp_path).imported(bytes) is None


def test_what_was_compared_once_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path).write(EXPORTED)
    assert stored(tmp_path).imported(bytes) == EXPORTED
    monkeypatch.setattr(hashlib, "sha256", only_for_keys)
    assert stored(tmp_path).imported(bytes) == EXPORTED


def only_for_keys(content: bytes) -> Any:
    assert content != EXPORTED, "the whole file was read"
    return hashlib.new("sha256", content)


@pytest.mark.parametrize("damaged", [EXPORTED[:-1], b"A" + EXPORTED[1:], b""])
def test_a_file_that_was_damaged_after_it_was_compared_is_never_handed_over(tmp_path: Path, damaged: bytes) -> None:
    stored(tmp_path).write(EXPORTED)
    assert stored(tmp_path).imported(bytes) == EXPORTED
    (graph,) = (tmp_path / "graphs").glob("*.graph")
    graph.write_bytes(damaged)
    assert stored(tmp_path).imported(bytes) is None


def test_a_file_in_the_place_of_the_one_that_was_compared_is_compared_too(tmp_path: Path) -> None:
    stored(tmp_path).write(EXPORTED)
    assert stored(tmp_path).imported(bytes) == EXPORTED
    (graph,) = (tmp_path / "graphs").glob("*.graph")
    status = graph.stat()
    other = tmp_path / "other"
    other.write_bytes(EXPORTED[::-1])
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(graph)
    assert stored(tmp_path).imported(bytes) is None


def test_a_damaged_note_of_the_comparison_is_no_note(tmp_path: Path) -> None:
    stored(tmp_path).write(EXPORTED)
    assert stored(tmp_path).imported(bytes) == EXPORTED
    (note,) = (tmp_path / "graphs").glob("*.checked")
    note.write_bytes(b"\xff\x00")
    assert stored(tmp_path).imported(bytes) == EXPORTED


def test_what_is_written_into_the_imported_bytes_does_not_reach_the_file(tmp_path: Path) -> None:
    stored(tmp_path).write(EXPORTED)
    pages = stored(tmp_path).imported(lambda handed: handed)
    assert pages is not None
    pages[:] = 0
    assert stored(tmp_path).imported(bytes) == EXPORTED


def test_a_graph_that_openvino_refuses_is_as_good_as_none(tmp_path: Path) -> None:
    stored(tmp_path).write(EXPORTED)
    assert [stored(tmp_path).imported(refuse) for _ in range(5)] == [None] * 5
    assert stored(tmp_path).imported(bytes) == EXPORTED


IMPORT_AND_DIE = """
import os, sys
from pathlib import Path
from dabir_core.asr.engines.openvino_store import GraphStore
GraphStore(Path(sys.argv[1]), "checkpoint 1").graph("encoder").imported(lambda _: os._exit(1))
"""


def test_an_import_that_ends_the_process_is_tried_twice_only(tmp_path: Path) -> None:
    stored(tmp_path).write(EXPORTED)
    command = [sys.executable, "-c", IMPORT_AND_DIE, str(tmp_path / "graphs")]
    assert [subprocess.run(command, check=False).returncode for _ in range(4)] == [1, 1, 0, 0]


def test_a_graph_that_was_given_up_is_not_written_again_and_rests_a_day(tmp_path: Path) -> None:
    stored(tmp_path).write(EXPORTED)
    command = [sys.executable, "-c", IMPORT_AND_DIE, str(tmp_path / "graphs")]
    for _ in range(2):
        subprocess.run(command, check=False)
    stored(tmp_path).write(b"compiled once more")
    assert stored(tmp_path).imported(bytes) is None
    (tries,) = (tmp_path / "graphs").glob("*.tries")
    os.utime(tries, (time.time() - 90_000,) * 2)
    assert stored(tmp_path).imported(bytes) == EXPORTED
    assert not tries.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells files' owners otherwise")
def test_what_another_user_put_there_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path).write(EXPORTED)
    assert (tmp_path / "graphs").stat().st_mode & 0o077 == 0
    monkeypatch.setattr(os, "getuid", lambda: only_file(tmp_path).stat().st_uid + 1)
    assert stored(tmp_path).imported(bytes) is None


def test_a_folder_that_cannot_be_made_keeps_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "graphs").write_bytes(b"a file where the folder should be")
    stored(tmp_path).write(EXPORTED)
    assert stored(tmp_path).imported(bytes) is None


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, exported: bytes) -> int:
        with self.open("wb") as file:
            file.write(exported[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    stored(tmp_path).write(EXPORTED)
    assert list((tmp_path / "graphs").iterdir()) == []


def checkpoint_folder(folder: Path, weights: bytes = b"weights") -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def test_small_checkpoints_are_not_worth_a_file(tmp_path: Path) -> None:
    assert graph_store(checkpoint_folder(tmp_path / "tiny"), among=tmp_path / "graphs") is None


@pytest.fixture
def every_size_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino_store, "_LEAST_BYTES", 0)


@pytest.mark.usefixtures("every_size_is_worth_it")
def test_changed_weights_are_another_checkpoint_even_of_the_same_size(tmp_path: Path) -> None:
    folder = checkpoint_folder(tmp_path / "fine-tune")
    before = graph_store(folder, among=tmp_path / "graphs")
    assert before == graph_store(folder, among=tmp_path / "graphs")
    (folder / "model.safetensors").write_bytes(b"WEIGHTS")
    assert before != graph_store(folder, among=tmp_path / "graphs")


@pytest.mark.usefixtures("every_size_is_worth_it")
def test_graphs_of_a_checkpoint_that_is_gone_go_too(tmp_path: Path) -> None:
    among = tmp_path / "graphs"
    gone, kept = (graph_store(checkpoint_folder(tmp_path / name), among=among) for name in ("gone", "kept"))
    assert gone is not None
    assert kept is not None
    shutil.rmtree(tmp_path / "gone")
    graph_store(tmp_path / "kept", among=among)
    assert [path.name for path in among.iterdir()] == [kept.folder.name]


@pytest.mark.parametrize("precision", list(Precision))
def test_an_engine_from_the_disk_computes_the_same_and_reads_no_weights(tmp_path: Path, precision: Precision) -> None:
    whisper = random_whisper()
    log_mel, tokens = random_log_mel(2, MICRO.window_frames), random_tokens(2, 5)

    def heard() -> tuple[np.ndarray, np.ndarray]:
        store = GraphStore(tmp_path, "random")
        encoded = OpenVinoEngine.load(whisper, precision=precision, store=store).encode(log_mel)
        return encoded.start([1, 0]).step(tokens), encoded.align(0, tokens[0])

    built = heard()
    whisper.read.clear()
    imported = heard()
    assert whisper.read == []
    for ours, before in zip(imported, built, strict=True):
        np.testing.assert_array_equal(ours, before)
