"""What is imported is a copy; it asks for room first, and spares the parts of a download of its name."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from dabir_core import errors
from dabir_core.models import (
    ImportOptions,
    InstallCancelled,
    Installed,
    InstallOptions,
    InstallProgress,
    Retries,
    Stage,
    import_,
    install,
    installed,
)
from dabir_core.paths import demo_checkpoint, models_folder
from dabir_core.progress import CancelToken
from tests.core.models.conftest import DEMO_ID
from tests.hub_server import Fault, LocalHub

FILES = ("config.json", "generation_config.json", "tokenizer.json", "model.safetensors")
WEIGHTS = "model.safetensors"
NAME = "somebody--whisper-demo"
HALF = 300_000

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / NAME
    folder.mkdir()
    for name in FILES:
        shutil.copy(demo_checkpoint() / name, folder)
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def never(*_: object) -> int:
    raise OSError(errno.EXDEV, "another disk")


def one_piece(source: int, target: int, count: int) -> int:
    """The system copies a little, and then no more."""
    if os.lseek(target, 0, os.SEEK_CUR):
        raise OSError(errno.EINVAL, "not here")
    return os.write(target, os.read(source, min(count, 1000)))


def nothing(*_: object) -> int:
    return 0


@pytest.mark.parametrize("by_the_system", [None, never, one_piece, nothing])
def test_a_source_that_is_rewritten_in_place_does_not_change_what_was_imported(
    folder: Path, by_the_system: Callable[..., int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_the_system is not None:
        monkeypatch.setattr(os, "copy_file_range", by_the_system, raising=False)
    told: list[InstallProgress] = []
    outcome = import_(folder, progress=told.append)
    assert isinstance(outcome, Installed)
    assert max(each.done_bytes for each in told) == sum((folder / name).stat().st_size for name in FILES)
    for name in FILES:
        assert digest(outcome.folder / name) == digest(demo_checkpoint() / name)
        with (folder / name).open("r+b") as source:
            source.write(b"rewritten")
        assert digest(folder / name) != digest(outcome.folder / name) == digest(demo_checkpoint() / name)


def test_a_source_that_becomes_shorter_meanwhile_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shortened(*_: int) -> int:
        os.truncate(folder / WEIGHTS, 10)
        return 0

    monkeypatch.setattr(os, "copy_file_range", shortened, raising=False)
    with pytest.raises(errors.CheckpointCorrupt):
        import_(folder)
    assert installed() == ()


@pytest.mark.parametrize("packed", [False, True])
def test_room_on_the_disk_is_asked_for_before_a_byte_is_copied(
    folder: Path, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = sum((folder / name).stat().st_size for name in FILES) + 64_000_000  # which are spared on every disk
    source = Path(shutil.make_archive(str(folder), "zip", folder)) if packed else folder
    told: list[InstallProgress] = []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=needed - 1))
    with pytest.raises(errors.DiskFull):
        import_(source, progress=told.append)
    assert Stage.COPYING not in {each.stage for each in told}
    assert installed() == ()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=needed))
    assert isinstance(import_(source), Installed)


@pytest.fixture
def half_done(home: Path, hub: LocalHub) -> InstallOptions:
    """A download that was cut and given up; how it would go on."""
    assert models_folder() == home / "models"
    hub.faults += [Fault(WEIGHTS, cut_after=HALF), Fault(WEIGHTS, status=500, times=4)]
    options = InstallOptions(mirror=hub.endpoint, retries=Retries(delays=(0.0,) * 3))
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options)
    assert parts() == [HALF]
    return options


def parts() -> list[int]:
    return [path.stat().st_size for path in (models_folder() / ".partial" / NAME).glob("*.part")]


def damaged(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:-1])


def lacking(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


@pytest.mark.parametrize("spoil", [damaged, lacking])
def test_a_download_goes_on_where_it_was_after_an_import_of_its_name_that_failed(
    folder: Path, half_done: InstallOptions, hub: LocalHub, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    with pytest.raises((errors.CheckpointCorrupt, errors.CheckpointIncomplete)):
        import_(folder)
    assert parts() == [HALF]
    assert isinstance(install(DEMO_ID, half_done), Installed)
    assert hub.bytes_sent_for(WEIGHTS)[-1] == f"bytes={HALF}-"


@pytest.mark.usefixtures("half_done")
def test_an_import_that_was_stopped_leaves_the_parts_of_a_download(folder: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    assert isinstance(import_(folder, cancel=cancel), InstallCancelled)
    assert parts() == [HALF]


@pytest.mark.usefixtures("half_done")
def test_a_good_import_takes_the_place_of_a_half_done_download(folder: Path) -> None:
    outcome = import_(folder)
    assert isinstance(outcome, Installed)
    assert outcome.name == NAME
    assert digest(outcome.folder / WEIGHTS) == digest(demo_checkpoint() / WEIGHTS)
    assert parts() == []
    assert not list(models_folder().glob(".partial/*"))


@pytest.mark.usefixtures("half_done")
def test_an_import_of_another_name_leaves_the_parts_of_a_download(folder: Path) -> None:
    assert isinstance(import_(folder, ImportOptions(name="another")), Installed)
    assert parts() == [HALF]
