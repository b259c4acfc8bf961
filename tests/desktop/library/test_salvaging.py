"""Of a damaged database all that can be read is saved, and nothing is invented."""

from datetime import timedelta
from pathlib import Path

import pytest

from dabir_core.transcript import Transcript
from dabir_desktop.library import Library
from dabir_desktop.library.salvaging import Salvaged, salvage
from dabir_desktop.library.schema import connect
from tests.desktop.said import NOON, library_in, new_item, transcript

PAGE_BYTES = 4096
ITEMS = 30


def texts(number: int) -> list[str]:
    return [f"متن {number} {position} " * 20 for position in range(12)]


def filled(folder: Path) -> dict[int, Transcript]:
    with library_in(folder) as library:
        kept = {}
        for number in range(ITEMS):
            item = library.add(new_item(*texts(number), title=str(number), came=NOON - timedelta(hours=number)))
            kept[item] = transcript(*texts(number))
        library.bin.put(min(kept))
    connection = connect(folder / "library.sqlite3")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    return kept


def spoil(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = b"\xa5" * PAGE_BYTES
    path.write_bytes(content)


def saved_from(folder: Path, damaged: Path) -> tuple[Salvaged, dict[int, Transcript | None]]:
    with library_in(folder) as library:
        told = salvage(library, damaged)
        assert told is not None
        return told, {item: library.transcript(item) for item in [*library.ids(), *library.bin.ids()]}


def test_a_sound_database_is_saved_whole(tmp_path: Path) -> None:
    kept = filled(tmp_path / "old")
    told, saved = saved_from(tmp_path / "new", tmp_path / "old" / "library.sqlite3")
    assert told == Salvaged(ITEMS, 0, 0)
    assert saved == kept
    with library_in(tmp_path / "new") as library:
        assert library.bin.ids() == [min(kept)]
        assert library.items([max(kept)])[0].title == "0"
        assert library.search("متن 5")


def test_no_spoilt_page_costs_more_than_what_stood_on_it(tmp_path: Path) -> None:
    kept = filled(tmp_path / "old")
    whole = tmp_path / "old" / "library.sqlite3"
    pages = whole.stat().st_size // PAGE_BYTES
    for page in range(2, pages, 23):
        damaged = tmp_path / f"{page}.sqlite3"
        damaged.write_bytes(whole.read_bytes())
        spoil(damaged, page)
        before = damaged.read_bytes()
        told, saved = saved_from(tmp_path / str(page), damaged)
        assert damaged.read_bytes() == before
        assert told.whole + told.cut == len(saved)
        assert sum(saved[item] == kept[item] for item in saved) >= told.whole
        for item, text in saved.items():
            assert text is not None
            assert set(text.segments) <= set(kept[item].segments)


def test_a_spoilt_page_of_text_leaves_the_others_whole(tmp_path: Path) -> None:
    kept = filled(tmp_path / "old")
    path = tmp_path / "old" / "library.sqlite3"
    content = path.read_bytes()
    spoil(path, content.index("متن 7 5 ".encode()) // PAGE_BYTES)
    told, saved = saved_from(tmp_path / "new", path)
    untouched = sum(saved.get(item) == text for item, text in kept.items())
    assert untouched >= ITEMS - 3  # a page holds segments of two items at most, and one of each may be an item's only
    assert told.whole <= untouched


def test_one_that_is_cut_short_goes_on_at_the_next_start_and_saves_nothing_twice(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = filled(tmp_path)
    path = tmp_path / "library.sqlite3"
    spoil(path, path.read_bytes().index("متن 7 5 ".encode()) // PAGE_BYTES)
    looks = iter([False] * 10 + [True])
    with Library(path) as library:
        damaged = library.set_aside
        assert damaged is not None
        assert salvage(library, damaged, is_over=lambda: next(looks)) is None
        assert len(library.ids()) + len(library.bin.ids()) == 10
    with Library(path) as library:
        assert library.set_aside == damaged
        salvage(library, damaged)
        assert {*library.ids(), *library.bin.ids()} <= set(kept)
        assert len(library.ids()) + len(library.bin.ids()) >= ITEMS - 1
    with Library(path) as library:
        assert library.set_aside is None
    caplog.clear()


@pytest.mark.parametrize("content", [b"", b"this is no database" * 1000])
def test_of_what_is_no_database_nothing_is_saved(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "a.sqlite3"
    damaged.write_bytes(content)
    told, saved = saved_from(tmp_path / "new", damaged)
    assert told == Salvaged(0, 0, 0)
    assert saved == {}


def test_without_the_page_that_tells_of_tables_nothing_is_saved(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled(tmp_path)
    path = tmp_path / "library.sqlite3"
    spoil(path, 0)
    with Library(path) as library:
        assert library.set_aside is not None
        assert salvage(library, library.set_aside) == Salvaged(0, 0, 0)
    assert "set aside" in caplog.text
    caplog.clear()
