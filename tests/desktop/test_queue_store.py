import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.errors import OutputError
from dabir_desktop.batch import ItemState
from dabir_desktop.queue_store import QueueStore, new_item
from tests.desktop.work_items import PLAN

KILLED = """
import os, signal, sys
from pathlib import Path
from dabir_desktop.batch import Plan
from dabir_desktop.queue_store import QueueStore, new_item
store = QueueStore(Path(sys.argv[1]))
for number in range(20):
    store.add(new_item(f"{number}.ogg", Plan("demo"), source=Path(f"/{number}.ogg")))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue" / "queue.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[QueueStore]:
    store = QueueStore(path)
    yield store
    store.close()


def titles(store: QueueStore) -> list[str]:
    return [item.title for item in store.listed()]


def add(store: QueueStore, *names: str) -> list[int]:
    return [store.add(new_item(name, PLAN, source=Path("/") / name, label=name)).id for name in names]


def test_items_come_back_in_their_order(store: QueueStore, path: Path) -> None:
    one, two, three = add(store, "a.ogg", "b.ogg", "c.ogg")
    store.arrange([three, one, two])
    add(store, "d.ogg")
    store.close()
    assert titles(QueueStore(path)) == ["c.ogg", "a.ogg", "b.ogg", "d.ogg"]


def test_each_item_has_a_key_of_its_own(store: QueueStore) -> None:
    add(store, "a.ogg", "a.ogg")
    one, two = store.listed()
    assert one.key
    assert one.key != two.key


@pytest.mark.parametrize("state", [ItemState.WORKING, ItemState.FETCHING, ItemState.KEEPING])
def test_what_was_under_way_waits_again(store: QueueStore, state: ItemState) -> None:
    add(store, "a.ogg")
    store.save(replace(store.listed()[0], state=state, reached=40.0))
    assert store.listed()[0].state is ItemState.WAITING
    assert store.listed()[0].reached == 40.0


@pytest.mark.parametrize("state", [ItemState.DONE, ItemState.FAILED, ItemState.CANCELLED, ItemState.WAITING])
def test_what_was_not_under_way_stays_as_it_is(store: QueueStore, state: ItemState) -> None:
    add(store, "a.ogg")
    store.save(replace(store.listed()[0], state=state))
    assert store.listed()[0].state is state


def test_a_link_whose_sound_is_gone_is_fetched_again(store: QueueStore, tmp_path: Path) -> None:
    sound = tmp_path / "talk.m4a"
    sound.touch()
    store.add(new_item("talk", PLAN, source=sound, link="https://example.com/talk"))
    assert store.listed()[0].source == sound
    sound.unlink()
    assert store.listed()[0].source is None


def test_what_is_taken_off_the_list_is_remembered(store: QueueStore) -> None:
    (one,) = add(store, "a.ogg")
    add(store, "b.ogg")
    store.unlist([one])
    assert titles(store) == ["b.ogg"]
    ((item, is_listed),) = store.alike("a.ogg")
    assert (item.id, is_listed) == (one, False)


def test_a_source_without_a_label_is_like_no_other(store: QueueStore) -> None:
    store.add(new_item("a.ogg", PLAN, source=Path("/a.ogg")))
    assert store.alike("") == ()


def test_what_was_added_outlives_kill(path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert killed.returncode == -9
    assert titles(QueueStore(path)) == [f"{number}.ogg" for number in range(20)]


def test_a_file_that_is_no_database_is_put_aside(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_text("not a database at all, but somebody may want it", encoding="utf-8")
    store = QueueStore(path)
    add(store, "a.ogg")
    assert titles(store) == ["a.ogg"]
    store.close()
    (aside,) = path.parent.glob("*.unreadable")
    assert store.set_aside == aside
    assert "somebody may want it" in aside.read_text(encoding="utf-8")
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    caplog.clear()


def test_a_queue_of_another_version_is_put_aside(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    later = sqlite3.connect(path)
    later.execute("PRAGMA user_version = 99")
    later.close()
    store = QueueStore(path)
    assert store.listed() == ()
    store.close()
    assert len(list(path.parent.glob("*.unreadable"))) == 1
    caplog.clear()


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "queue").touch()
    with pytest.raises(OutputError):
        QueueStore(tmp_path / "queue" / "queue.sqlite3").listed()
