"""What was deleted can be had back, until it is deleted for good: then nothing of it is left."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_desktop.library import Keep, Kind, Library, NewItem
from dabir_desktop.library.bin import KEEP_DAYS
from tests.desktop.said import library_in, new_item, transcript

SECRET = "رازنهان"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path) as library:
        yield library


def test_an_item_in_the_bin_is_neither_listed_nor_found(library: Library) -> None:
    item, other = library.add(new_item("یک کتاب")), library.add(new_item("دو کتاب"))
    library.bin.put(item)
    assert library.ids() == [other]
    assert [hit.item for hit in library.search("کتاب")] == [other]
    assert library.bin.ids() == [item]


def test_it_is_had_back_as_it_was(library: Library) -> None:
    item = library.add(new_item("یک کتاب"))
    library.bin.put(item)
    library.bin.restore(item)
    assert library.ids() == [item]
    assert library.bin.ids() == []
    assert library.transcript(item) == transcript("یک کتاب")
    assert [hit.item for hit in library.search("کتاب")] == [item]


def test_only_what_is_in_the_bin_is_destroyed(library: Library) -> None:
    item = library.add(new_item("یک"))
    library.bin.destroy(item)
    library.bin.empty()
    assert library.ids() == [item]


def test_nothing_of_a_destroyed_item_is_left_on_the_disk(library: Library, tmp_path: Path) -> None:
    sound = tmp_path / "rec.wav"
    sound.write_bytes(b"sound")
    (tmp_path / "rec.recording").write_bytes(b"{}")
    others = [library.add(new_item("متن دیگر")) for _ in range(5)]
    item = library.add(NewItem(SECRET, sound, Kind.RECORDING, Keep.OURS, transcript(f"این {SECRET} است")))
    library.bin.put(item)
    library.bin.destroy(item)
    assert library.ids() == sorted(others, reverse=True)
    assert sorted(file.name for file in tmp_path.iterdir() if "library" not in file.name) == []
    assert not any(SECRET.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_a_sound_that_another_item_has_stays(library: Library, tmp_path: Path) -> None:
    sound = tmp_path / "rec.wav"
    sound.write_bytes(b"sound")
    one, other = (library.add(NewItem(name, sound, Kind.RECORDING, Keep.OURS)) for name in "ab")
    for item, is_left in ((one, True), (other, False)):
        library.bin.put(item)
        library.bin.destroy(item)
        assert sound.exists() is is_left


def test_two_items_of_one_sound_take_it_with_them_together(library: Library, tmp_path: Path) -> None:
    sound = tmp_path / "rec.wav"
    sound.write_bytes(b"sound")
    for name in "ab":
        library.bin.put(library.add(NewItem(name, sound, Kind.RECORDING, Keep.OURS)))
    library.bin.empty()
    assert not sound.exists()


def test_closing_empties_the_bin_of_what_has_been_there_for_thirty_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    with library_in(tmp_path) as library:
        old, young = library.add(new_item("یک")), library.add(new_item("دو"))
        library.bin.put(young)
        monkeypatch.setattr(time, "time", lambda: now - KEEP_DAYS * 86_400 - 60)
        library.bin.put(old)
        monkeypatch.undo()
    with library_in(tmp_path) as library:
        assert library.bin.ids() == [young]


def test_a_sound_that_cannot_be_deleted_is_deleted_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sound = tmp_path / "rec.wav"
    sound.mkdir()  # which `unlink` refuses, as Windows does while the file is open
    with library_in(tmp_path / "library") as library:
        item = library.add(NewItem("a", sound, Kind.RECORDING, Keep.OURS))
        library.bin.put(item)
        library.bin.destroy(item)
        assert sound.exists()
        sound.rmdir()
        sound.write_bytes(b"sound")
    assert not sound.exists()
    assert "still there" in caplog.text
    caplog.clear()
