"""A preparation that is killed anywhere and begun again gives the set that an uninterrupted one gives."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from dabir_training.configuration import RunConfig
from dabir_training.manifest import PreparedSet
from dabir_training.prepare import pack, prepare
from tests.training.prepare.conftest import MakeRun
from tests.training.release import Release


class DieAt:
    """Kills its own process at the n-th word of progress."""

    def __init__(self, call: int) -> None:
        self.left = call

    def __call__(self, step: str, done: int, total: int | None) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def prepare_and_die(run: RunConfig, call: int) -> None:
    prepare(run, show=DieAt(call))


def pack_and_die(prepared: PreparedSet, target: Path) -> None:
    pack(prepared, target, show=DieAt(1))


def killed(work: object, *arguments: object) -> bool:
    child = multiprocessing.get_context("spawn").Process(target=work, args=arguments)  # type: ignore[arg-type]
    child.start()
    child.join(60)
    return child.exitcode == -signal.SIGKILL


def count_words(run: RunConfig) -> int:
    words = []
    prepare(run, show=lambda *told: words.append(told))
    return len(words)


@pytest.mark.parametrize("share", [0.0, 0.4, 0.7, 1.0])
def test_a_killed_preparation_goes_on(share: float, old_release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    """The old release's archive has all steps: tables, rows, the clips' headers, the clips, the manifest."""
    archive = old_release.archive(tmp_path / "fa.tar.gz")
    whole, torn = run_of(archive, folder="whole"), run_of(archive, folder="torn")
    words = count_words(whole)
    assert killed(prepare_and_die, torn, max(1, round(share * words)))
    prepare(torn)
    for name in ("manifest.jsonl", "report.json", "prepared.json"):
        assert (torn.prepared / name).read_bytes() == (whole.prepared / name).read_bytes()
    assert not list(torn.prepared.glob("*sqlite*"))


def test_a_killed_packing_goes_on(release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    prepared = prepare(run_of(release.root))
    pack(prepared, tmp_path / "whole.tar")
    assert killed(pack_and_die, prepared, tmp_path / "torn.tar")
    assert not (tmp_path / "torn.tar").exists()
    pack(prepared, tmp_path / "torn.tar")
    assert (tmp_path / "torn.tar").read_bytes() == (tmp_path / "whole.tar").read_bytes()
    assert [path.name for path in tmp_path.glob("*.tar*")] == ["torn.tar", "whole.tar"] or len(
        list(tmp_path.glob("*.tar*"))
    ) == 2
