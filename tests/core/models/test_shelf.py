"""A checkpoint appears whole or not at all, wherever the process dies."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from dabir_core.errors import CheckpointIncomplete, OutputError
from dabir_core.models.origin import Origin, load_origin, store_origin
from dabir_core.models.shelf import Shelf
from dabir_core.models.store import installed
from dabir_core.models.transfer import Stopped
from dabir_core.paths import demo_checkpoint
from dabir_core.progress import CancelToken

NAMES = ("config.json", "generation_config.json", "tokenizer.json", "model.safetensors")
OLD, NEW = (Origin("somebody/whisper", commit, None, "a hub") for commit in ("old", "new"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models", "whisper")


def put_together(shelf: Shelf, *names: str) -> None:
    shelf.open_partial()
    for name in names or NAMES:
        shutil.copy(demo_checkpoint() / name, shelf.partial)


def died() -> None:
    raise AssertionError("nobody is waited for")


def test_what_was_put_together_appears_with_its_origin_and_nothing_else(shelf: Shelf) -> None:
    put_together(shelf)
    (shelf.partial / "model.safetensors.0123.part").write_bytes(b"of another revision")
    assert not shelf.is_there
    assert shelf.finish(shelf.partial, NAMES, origin=NEW) == shelf.folder
    assert shelf.is_there
    assert {path.name for path in shelf.folder.iterdir()} == {*NAMES, "dabir.origin"}
    assert load_origin(shelf.folder) == NEW
    assert not shelf.partial.exists()


def test_what_is_no_checkpoint_does_not_appear(shelf: Shelf) -> None:
    put_together(shelf, *NAMES[:-1])
    with pytest.raises(CheckpointIncomplete):
        shelf.finish(shelf.partial, NAMES[:-1], origin=NEW)
    assert not shelf.is_there


class Killed(BaseException):
    """The process is gone; nothing that it would do after this is done."""


@contextmanager
def killed_before(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Lets so many changes of the disk happen inside, and none after them; gives their names."""
    done: list[str] = []

    def mortal(name: str, change: Callable[..., None]) -> Callable[..., None]:
        def changed(*arguments: Any, **options: Any) -> None:
            if len(done) >= step:
                raise Killed
            done.append(name)
            change(*arguments, **options)

        return changed

    with monkeypatch.context() as patch:
        for name in ("mkdir", "rename", "rmdir", "unlink"):
            patch.setattr(os, name, mortal(name, getattr(os, name)))
        with suppress(Killed):
            yield done


def linked(place: Path, origin: Origin) -> None:
    """A whole checkpoint, in no time."""
    source = place.parents[2] / "source"
    if not source.exists():
        shutil.copytree(demo_checkpoint(), source, ignore=lambda _, found: set(found) - set(NAMES))
    place.mkdir(parents=True)
    for name in NAMES:
        (place / name).hardlink_to(source / name)
    store_origin(place, origin)


def about_to_replace(folder: Path) -> Shelf:
    shutil.rmtree(folder, ignore_errors=True)
    shelf = Shelf(folder / "models", "whisper")
    linked(shelf.folder, OLD)
    linked(shelf.partial, NEW)
    (shelf.partial / "model.safetensors.0123.part").touch()
    return shelf


def replace(shelf: Shelf) -> None:
    with shelf.held(CancelToken(), waiting=died):
        shelf.finish(shelf.partial, NAMES, origin=NEW)


def assert_one_is_whole(shelf: Shelf, origin: Origin) -> None:
    assert installed(shelf.folder.parent) == (shelf.folder,)
    assert {path.name for path in shelf.folder.iterdir()} == {*NAMES, "dabir.origin"}
    for name in NAMES:
        assert (shelf.folder / name).stat().st_size == (demo_checkpoint() / name).stat().st_size
    assert load_origin(shelf.folder) == origin
    for hidden in (".replaced", ".removed"):
        assert not list(shelf.folder.parent.glob(f"{hidden}/*"))


def test_neither_a_replacement_killed_at_any_step_nor_mending_killed_at_any_step_hides_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: dict[tuple[str, ...], set[str]] = {}
    for step in count():
        for mending in count():
            shelf = about_to_replace(tmp_path / "place")
            with killed_before(step, monkeypatch) as done:
                replace(shelf)
            with killed_before(mending, monkeypatch) as mended:
                installed(shelf.folder.parent)
            assert_one_is_whole(shelf, NEW if done.count("rename") >= 2 else OLD)
            lost.setdefault(tuple(done), set()).add(" ".join(mended))
            if len(mended) < mending:  # it came to its end
                break
        if len(done) < step:
            break
    steps = list(lost)[-1]
    hidden = steps.index("rename") + 1
    burial = ("mkdir", "rename", *["unlink"] * 5, "rmdir")
    assert steps[hidden - 2 :] == ("mkdir", "rename", "rename", *burial)
    assert any(mended.endswith("rename") for mended in lost[steps[:hidden]])


def between_the_renames(folder: Path) -> Shelf:
    shelf = about_to_replace(folder)
    (shelf.folder.parent / ".replaced").mkdir()
    shelf.folder.rename(shelf.folder.parent / ".replaced" / "whisper")
    return shelf


def test_the_new_one_takes_the_place_where_the_old_one_is_damaged(tmp_path: Path) -> None:
    shelf = between_the_renames(tmp_path / "place")
    (shelf.partial / "model.safetensors.0123.part").unlink()
    (shelf.folder.parent / ".replaced" / "whisper" / "model.safetensors").unlink()
    assert_one_is_whole(shelf, NEW)


@pytest.mark.parametrize("lacking", ["model.safetensors", "dabir.origin"])
def test_a_new_one_that_was_not_finished_takes_no_place(tmp_path: Path, lacking: str) -> None:
    shelf = between_the_renames(tmp_path / "place")
    (shelf.partial / lacking).unlink()
    assert_one_is_whole(shelf, OLD)


def test_what_a_living_process_works_on_is_left_to_it(tmp_path: Path) -> None:
    shelf = between_the_renames(tmp_path / "place")
    (shelf.folder.parent / ".locks").mkdir()
    with shelf.held(CancelToken(), waiting=died):
        shelf.folder.rename(shelf.folder.parent / ".replaced" / "whisper")
        shelf.copied.mkdir(parents=True)
        assert installed(shelf.folder.parent) == ()
        assert shelf.copied.is_dir()
    assert_one_is_whole(shelf, OLD)
    assert not shelf.copied.exists()


def test_a_process_that_dies_while_it_deletes_leaves_no_half(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    put_together(shelf)
    shelf.finish(shelf.partial, NAMES, origin=OLD)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        shelf.clear()
    assert not shelf.folder.exists()
    with shelf.held(CancelToken(), waiting=died):
        assert not shelf.folder.exists()
    assert not list((shelf.folder.parent / ".removed").iterdir())


def test_one_works_at_a_time_and_waiting_can_be_stopped(shelf: Shelf) -> None:
    cancel, told = CancelToken(), list[str]()

    def wait() -> None:
        told.append("waits")
        cancel.cancel()

    with shelf.held(CancelToken(), waiting=died), pytest.raises(Stopped), shelf.held(cancel, waiting=wait):
        raise AssertionError("two at once")
    assert told == ["waits"]
    with shelf.held(CancelToken(), waiting=died):
        pass


def test_a_models_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError), Shelf(tmp_path / "file", "whisper").held(CancelToken(), waiting=died):
        raise AssertionError("nothing can be held there")
