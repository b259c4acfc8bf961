"""A checkpoint appears whole or not at all, wherever the process dies."""

import shutil
from pathlib import Path

import pytest

from dabir_core.errors import CheckpointIncomplete, OutputError
from dabir_core.models.origin import Origin, load_origin
from dabir_core.models.shelf import Shelf
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
    assert shelf.finish(NAMES, NEW) == shelf.folder
    assert shelf.is_there
    assert {path.name for path in shelf.folder.iterdir()} == {*NAMES, "dabir.origin"}
    assert load_origin(shelf.folder) == NEW
    assert not shelf.partial.exists()


def test_what_is_no_checkpoint_does_not_appear(shelf: Shelf) -> None:
    put_together(shelf, *NAMES[:-1])
    with pytest.raises(CheckpointIncomplete):
        shelf.finish(NAMES[:-1], NEW)
    assert not shelf.is_there


@pytest.mark.parametrize("renames", [1, 2])
def test_a_process_that_dies_while_it_replaces_leaves_one_of_both_whole(
    shelf: Shelf, renames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_together(shelf)
    shelf.finish(NAMES, OLD)
    put_together(shelf)
    rename, left = Path.rename, [renames]

    def dying(self: Path, target: Path) -> Path:
        moved = rename(self, target)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return moved

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dying)
        with pytest.raises(KeyboardInterrupt):
            shelf.finish(NAMES, NEW)
    with shelf.held(CancelToken(), waiting=died):
        assert load_origin(shelf.folder) == (OLD if renames == 1 else NEW)
        assert (shelf.folder / "model.safetensors").is_file()
    assert not list((shelf.folder.parent / ".replaced").iterdir())


def test_a_process_that_dies_while_it_deletes_leaves_no_half(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    put_together(shelf)
    shelf.finish(NAMES, OLD)
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
