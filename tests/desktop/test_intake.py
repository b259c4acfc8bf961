from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_desktop.batch import ItemState, Plan
from dabir_desktop.intake import Intake, Taken, expanded
from dabir_desktop.queue_store import QueueStore
from tests.desktop.work_items import PLAN

DELETED = 66
"""The number of an item that the library has no more."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[QueueStore]:
    store = QueueStore(tmp_path / "queue.sqlite3")
    yield store
    store.close()


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    folder = tmp_path / "sounds"
    folder.mkdir()
    return folder


def sound(folder: Path, name: str, content: bytes = b"") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content or name.encode() * 50_000)
    return path


def take(store: QueueStore, *sources: Path | str, plan: Plan = PLAN, is_again: bool = False) -> Taken:
    return Intake(store, lambda number: number != DELETED).take(sources, plan, is_again=is_again)


def test_folders_become_their_media_and_links_come_after_the_files(sounds: Path) -> None:
    inner = sound(sounds, "in/b.mp3")
    outer = sound(sounds, "a.ogg")
    sound(sounds, "notes.txt")
    link = "https://example.com/a"
    assert expanded([link, sounds, outer]) == (outer, inner, link)


def test_a_link_in_the_file_system_is_the_file_it_leads_to(store: QueueStore, sounds: Path) -> None:
    real = sound(sounds, "a.ogg")
    other_way = sounds / "b.ogg"
    other_way.symlink_to(real)
    taken = take(store, *expanded([real, other_way]))
    assert [item.source for item in taken.added] == [real]
    assert [each.source for each in taken.repeated] == [other_way]


def test_new_files_and_links_are_added(store: QueueStore, sounds: Path) -> None:
    file = sound(sounds, "a.ogg")
    taken = take(store, file, "https://example.com/talk?id=1")
    assert [(item.title, item.source, item.link) for item in taken.added] == [
        ("a.ogg", file, ""),
        ("https://example.com/talk", None, "https://example.com/talk?id=1"),
    ]
    assert store.listed() == taken.added


def test_the_same_content_under_another_name_is_told_and_not_added(store: QueueStore, sounds: Path) -> None:
    first = take(store, sound(sounds, "a.ogg", b"x" * 300_000)).added[0]
    copy = sound(sounds, "copy.ogg", b"x" * 300_000)
    taken = take(store, copy)
    assert taken.added == ()
    assert [(each.source, each.item.id, each.is_listed) for each in taken.repeated] == [(copy, first.id, True)]


def test_two_copies_in_one_drop_are_one(store: QueueStore, sounds: Path) -> None:
    taken = take(store, sound(sounds, "a.ogg", b"x" * 9), sound(sounds, "b.ogg", b"x" * 9))
    assert (len(taken.added), len(taken.repeated)) == (1, 1)


def test_silent_ends_of_one_length_do_not_make_two_recordings_one(store: QueueStore, sounds: Path) -> None:
    silence = bytes(100_000)
    one = sound(sounds, "a.wav", silence + b"a" * 100_000 + silence)
    other = sound(sounds, "b.wav", silence + b"b" * 100_000 + silence)
    assert len(take(store, one, other).added) == 2


def test_the_same_link_in_another_spelling_is_told(store: QueueStore) -> None:
    take(store, "https://youtu.be/dQw4w9WgXcQ")
    taken = take(store, "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    assert (taken.added, len(taken.repeated)) == ((), 1)


def test_what_was_done_and_taken_off_the_list_is_told(store: QueueStore, sounds: Path) -> None:
    file = sound(sounds, "a.ogg")
    (item,) = take(store, file).added
    store.save(replace(item, state=ItemState.DONE))
    store.unlist([item.id])
    (repeated,) = take(store, file).repeated
    assert (repeated.item.id, repeated.is_listed) == (item.id, False)


def test_what_was_deleted_from_the_library_is_done_anew(store: QueueStore, sounds: Path) -> None:
    file = sound(sounds, "a.ogg")
    (item,) = take(store, file).added
    store.save(replace(item, state=ItemState.DONE, kept_as=DELETED))
    assert len(take(store, file).added) == 1
    assert len(take(store, file).repeated) == 1, "the new one is under way"


@pytest.mark.parametrize("state", [ItemState.FAILED, ItemState.CANCELLED])
def test_what_was_broken_off_is_tried_again_as_it_is_asked_for_now(
    store: QueueStore, sounds: Path, state: ItemState
) -> None:
    file = sound(sounds, "a.ogg")
    (item,) = take(store, file).added
    store.save(replace(item, state=state))
    other = Plan("another-model")
    taken = take(store, file, plan=other)
    assert [(each.id, each.plan) for each in taken.revived] == [(item.id, other)]
    assert (taken.added, taken.repeated) == ((), ())


def test_what_was_broken_off_and_taken_off_the_list_is_added_anew(store: QueueStore, sounds: Path) -> None:
    file = sound(sounds, "a.ogg")
    (item,) = take(store, file).added
    store.save(replace(item, state=ItemState.FAILED))
    store.unlist([item.id])
    assert len(take(store, file).added) == 1


def test_whoever_wants_it_again_gets_it_again(store: QueueStore, sounds: Path) -> None:
    file = sound(sounds, "a.ogg")
    take(store, file)
    assert len(take(store, file, is_again=True).added) == 1


def test_a_missing_file_is_left_for_the_engine_to_refuse(store: QueueStore, sounds: Path) -> None:
    taken = take(store, sounds / "gone.ogg", sounds / "gone.ogg")
    assert [item.label for item in taken.added] == ["", ""]
