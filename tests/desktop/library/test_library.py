"""What is put into the library is there, whole, until somebody takes it out."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dabir_core.errors import OutputError
from dabir_desktop.library import ItemMissing, Keep, Kind, Library, NewItem
from tests.desktop.said import NOON, full_transcript, library_in, new_item, transcript


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path / "library") as library:
        yield library


def test_a_transcript_comes_back_as_it_was(library: Library) -> None:
    item = library.add(new_item())
    library.save(item, full_transcript())
    assert library.transcript(item) == full_transcript()


def test_an_item_may_have_no_text_yet(library: Library) -> None:
    item = library.add(new_item())
    assert library.transcript(item) is None
    (line,) = library.items([item])
    assert (line.has_text, line.first_line, line.model) == (False, "", "")


def test_silence_is_a_text_without_words(library: Library) -> None:
    item = library.add(new_item())
    library.save(item, transcript())
    assert library.transcript(item) == transcript()
    assert library.items([item])[0].has_text


def test_a_line_of_the_list_says_what_the_item_is(library: Library) -> None:
    item = library.add(new_item("سلام دنیا.", "بعد چه شد؟", title="جلسهٔ\nاول"))
    (line,) = library.items([item])
    assert (line.title, line.kind, line.duration, line.model) == ("جلسهٔ اول", Kind.FILE, 10.0, "small")
    assert line.first_line == "سلام دنیا. بعد چه شد؟"
    assert line.came.replace(tzinfo=None) == NOON


def test_items_are_listed_from_the_newest_to_the_oldest(library: Library) -> None:
    ages = (3, 1, 2)
    added = {age: library.add(new_item(came=NOON - timedelta(days=age))) for age in ages}
    assert library.ids() == [added[1], added[2], added[3]]


def test_items_of_the_same_second_are_all_kept(library: Library) -> None:
    assert len({library.add(new_item("x", title=str(number))) for number in range(5)}) == 5
    assert len(library.ids()) == 5


@pytest.mark.parametrize(
    "texts",
    [
        ("یک", "دو", "سه"),
        ("یک", "دو تازه", "سه"),
        ("یک دو", "سه"),
        ("یک", "دو", "دو و نیم", "سه"),
        ("سه",),
        (),
    ],
)
def test_an_edit_is_kept_whatever_it_does_to_segments(library: Library, texts: tuple[str, ...]) -> None:
    item = library.add(new_item("یک", "دو", "سه"))
    library.save(item, transcript(*texts))
    assert library.transcript(item) == transcript(*texts)
    found = {word for word in ("یک", "تازه", "نیم", "سه") if library.search(word)}
    assert found == {word for word in ("یک", "تازه", "نیم", "سه") if word in " ".join(texts)}


def test_saving_one_item_leaves_the_others_alone(library: Library) -> None:
    one, other = library.add(new_item("یک")), library.add(new_item("دو"))
    library.save(one, transcript("سه"))
    assert library.transcript(other) == transcript("دو")


def test_another_title_is_kept_and_found(library: Library) -> None:
    item = library.add(new_item("متن", title="قدیم"))
    library.rename(item, "بودجهٔ سال")
    assert library.items([item])[0].title == "بودجهٔ سال"
    assert [hit.item for hit in library.search("بودجه")] == [item]
    assert not library.search("قدیم")


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with library_in(tmp_path) as library:
        item = library.add(new_item("می‌روم خانه"))
    with library_in(tmp_path) as library:
        assert library.ids() == [item]
        assert library.transcript(item) == transcript("می‌روم خانه")
        assert [hit.start for hit in library.search("میروم")] == [0.0]


def test_what_is_not_there_is_said_so(library: Library) -> None:
    for ask in (library.transcript, library.sound):
        with pytest.raises(ItemMissing):
            ask(5)
    with pytest.raises(ItemMissing):
        library.save(5, transcript("x"))
    with pytest.raises(ItemMissing):
        library.rename(5, "x")
    assert library.items([5]) == []


def test_the_users_own_file_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    sound = tmp_path / "جلسه.mp3"
    sound.write_bytes(b"sound")
    item = library.add(new_item(sound=sound))
    assert library.sound(item) == sound
    library.bin.put(item)
    library.bin.destroy(item)
    assert sound.read_bytes() == b"sound"


def test_a_copy_plays_after_the_file_is_gone_and_goes_with_its_item(library: Library, tmp_path: Path) -> None:
    sound = tmp_path / "a.MP3"
    sound.write_bytes(b"sound")
    item = library.add(NewItem("a", sound, Kind.FILE, Keep.COPY))
    sound.unlink()
    kept = library.sound(item)
    assert kept.read_bytes() == b"sound"
    assert kept.suffix == ".mp3"
    library.bin.put(item)
    assert kept.exists()
    library.bin.destroy(item)
    assert not kept.exists()


def test_a_copy_that_cannot_be_made_adds_no_item(library: Library, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        library.add(NewItem("a", tmp_path / "missing.mp3", Kind.FILE, Keep.COPY))
    assert library.ids() == []
    assert list(library.sounds.folder.iterdir()) == []


def test_sounds_of_the_library_are_found_after_its_folder_moved(tmp_path: Path) -> None:
    sound = tmp_path / "a.mp3"
    sound.write_bytes(b"sound")
    with library_in(tmp_path / "old") as library:
        item = library.add(NewItem("a", sound, Kind.FILE, Keep.COPY))
    (tmp_path / "old").rename(tmp_path / "new")
    with library_in(tmp_path / "new") as library:
        assert library.sound(item).read_bytes() == b"sound"


def test_a_name_that_is_no_text_is_kept(library: Library) -> None:
    name = "a\udcff.mp3"  # what Python makes of a name that is not UTF-8
    item = library.add(new_item(title=name, sound=Path("/nowhere") / name))
    assert library.sound(item) == Path("/nowhere") / name
    assert library.items([item])[0].title == "a?.mp3"


def test_erasing_leaves_nothing_but_the_users_own_files(library: Library, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.mp3", tmp_path / "ours.wav"
    for file in (theirs, ours):
        file.write_bytes(b"sound")
    library.add(new_item("محرمانه", sound=theirs))
    library.add(NewItem("b", ours, Kind.RECORDING, Keep.OURS))
    folder = tmp_path / "library"
    (folder / "library-damaged-2026-01-01-000000.sqlite3").write_bytes("محرمانه".encode())
    library.erase()
    assert library.ids() == []
    assert theirs.exists()
    assert not ours.exists()
    assert not any("محرمانه".encode() in file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert library.add(new_item("تازه")) in library.ids()
