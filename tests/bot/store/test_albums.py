"""Albums in both dialects: who sends the list, what is in it, when it is forgotten."""

import time
from dataclasses import replace

from dabir_bot.orders import Order, SoundKind
from dabir_bot.store import AlbumItem, ItemState, Store

FIRST = Order(1, 5, 11, 5, SoundKind.AUDIO, album="a", name="یک.mp3")
SECOND = replace(FIRST, update=2, message=12, name="دو.mp3")


def test_the_first_sends_the_list_however_often_it_joins(store: Store) -> None:
    assert store.albums.join(FIRST) is True
    assert store.albums.join(FIRST) is False
    assert store.albums.join(SECOND) is False
    assert store.albums.join(replace(FIRST, album="b")) is True


def test_the_list_is_in_the_order_of_the_messages(store: Store) -> None:
    store.albums.join(SECOND)
    store.albums.join(FIRST)

    assert store.albums.items(5, "a") == [
        AlbumItem(1, 0, "یک.mp3", ItemState.WAITING),
        AlbumItem(2, 0, "دو.mp3", ItemState.WAITING),
    ]


def test_a_state_is_new_once(store: Store) -> None:
    store.albums.join(FIRST)

    assert store.albums.turn(FIRST, ItemState.DONE) is True
    assert store.albums.turn(FIRST, ItemState.DONE) is False
    assert store.albums.turn(SECOND, ItemState.DONE) is False


def test_the_lists_message_is_known_to_all(store: Store) -> None:
    store.albums.join(FIRST)
    assert store.albums.board(SECOND) == 0
    store.albums.list_in(FIRST, 99)

    assert store.albums.board(SECOND) == 99


def test_an_album_is_swept_and_forgotten_whole(store: Store) -> None:
    store.albums.join(FIRST)
    store.albums.join(replace(FIRST, chat=6))

    assert store.albums.sweep(time.time() - 60) == 0
    store.albums.forget(5)
    assert store.albums.items(5, "a") == [] and len(store.albums.items(6, "a")) == 1
    assert store.albums.sweep(time.time() + 60) == 1
    assert store.albums.items(6, "a") == [] and store.albums.join(FIRST) is True


def test_sweeping_spares_albums_with_a_job_under_way(store: Store) -> None:
    for each in (FIRST, SECOND, replace(FIRST, album="b", update=3)):
        store.albums.join(each)
    assert store.albums.sweep(time.time() + 60, sparing={"2.0"}) == 1
    assert len(store.albums.items(5, "a")) == 2
    assert store.albums.items(5, "b") == []


def test_a_persons_names_go_from_the_albums_of_groups(store: Store) -> None:
    theirs = replace(FIRST, chat=-9, speaker=5)
    store.albums.join(theirs)
    store.albums.join(replace(theirs, update=2, message=12, speaker=6, name="دو.mp3"))
    store.albums.forget(5)
    assert [item.name for item in store.albums.items(-9, "a")] == ["دو.mp3"]
