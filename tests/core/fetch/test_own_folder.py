"""What a killed fetch leaves goes at the next one, and what a living one works in stays."""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from dabir_core.errors import OutputError
from dabir_core.fetch import fetch
from dabir_core.fetch.own_folder import own_folder, sweep
from tests.core.fetch.processes import assert_ended, fetching_parent
from tests.core.fetch.site import Site, body, policy


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def test_the_folder_of_a_killed_fetch_goes_at_the_next_and_that_of_a_living_one_stays(
    site: Site, demo: bytes, into: Path
) -> None:
    site.pages |= {"/a.ogg": body(demo), "/b.ogg": body(demo)}
    with fetching_parent(site, into) as parent:
        (folder,) = (path for path in into.iterdir() if path.is_dir())
        children = psutil.Process(parent.pid).children(recursive=True)
        assert fetch(site.url("/a.ogg"), policy(site), into=into) is not None
        assert list(folder.iterdir())
        parent.send_signal(signal.SIGKILL)
    assert_ended(children)
    assert folder.is_dir()
    assert fetch(site.url("/b.ogg"), policy(site), into=into) is not None
    assert {path.name for path in into.iterdir()} == {"a.ogg", "b.ogg"}


def test_a_folder_without_a_lock_has_no_owner_and_other_folders_are_not_looked_at(into: Path) -> None:
    for name in (".dabir-link-abc", "dabir-link-abc", ".other"):
        (into / name).mkdir()
        (into / name / "media.part").touch()
    sweep(into)
    assert {path.name for path in into.iterdir()} == {"dabir-link-abc", ".other"}


def test_a_lock_alone_goes_after_a_while(into: Path) -> None:
    for name, age in (("old", 4000), ("new", 10)):
        lock = into / f".dabir-link-{name}.lock"
        lock.touch()
        os.utime(lock, (time.time() - age,) * 2)
    sweep(into)
    assert [path.name for path in into.iterdir()] == [".dabir-link-new.lock"]


def test_nothing_is_left_whatever_ends_the_block(into: Path) -> None:
    with pytest.raises(KeyboardInterrupt), own_folder(into) as folder:
        (folder / "media.part").touch()
        assert {path.name for path in into.iterdir()} == {folder.name, f"{folder.name}.lock"}
        raise KeyboardInterrupt
    assert list(into.iterdir()) == []


def test_what_is_no_folder_takes_no_files(into: Path) -> None:
    for path in (into / "none", into / "file"):
        (into / "file").touch()
        with pytest.raises(OutputError), own_folder(path):
            raise AssertionError("nothing can be made there")
