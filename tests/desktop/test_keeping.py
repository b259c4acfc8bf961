"""Transcripts go into the library once."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dabir_core.record import Growth
from dabir_core.record.tape import Tape
from dabir_core.record.wave_file import WaveFormat
from dabir_desktop.batch import Plan, QueueItem
from dabir_desktop.keeping import LibraryKeeper
from dabir_desktop.library import Kind, Library
from tests.desktop.work_room import transcript


def said(begun: datetime) -> str:
    return f"recording of {begun:%d %H:%M}"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library" / "library.sqlite3") as library:
        yield library


@pytest.fixture
def keeper(library: Library, tmp_path: Path) -> LibraryKeeper:
    return LibraryKeeper(library, fetched=tmp_path / "links", title=said)


def sound(folder: Path, name: str = "a.ogg") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"sound")
    return path


def item(source: Path) -> QueueItem:
    return QueueItem(1, "key", source.name, Plan("demo"), source)


def test_a_transcript_that_was_kept_just_before_a_crash_is_kept_once(
    library: Library, keeper: LibraryKeeper, tmp_path: Path
) -> None:
    source = sound(tmp_path)
    first = keeper.keep(item(source), transcript("سلام"))
    assert keeper.keep(item(source), transcript("سلام")) == first
    assert library.ids() == [first]


def test_what_is_in_the_bin_is_not_there(library: Library, keeper: LibraryKeeper, tmp_path: Path) -> None:
    kept = keeper.keep(item(sound(tmp_path)), transcript("سلام"))
    assert keeper.has(kept)
    library.bin.put(kept)
    assert not keeper.has(kept)
    assert not keeper.has(kept + 1)


def test_another_text_of_the_same_sound_is_another_item(
    library: Library, keeper: LibraryKeeper, tmp_path: Path
) -> None:
    source = sound(tmp_path)
    first = keeper.keep(item(source), transcript("سلام"))
    second = keeper.keep(item(source), transcript("درود"))
    assert first != second
    assert library.transcript(first) == transcript("سلام")


def test_a_recording_is_there_before_its_text_and_the_text_joins_it(
    library: Library, keeper: LibraryKeeper, tmp_path: Path
) -> None:
    source = sound(tmp_path / "recordings", "2026-11-23 05-40-52.wav")
    known = library.add(keeper.new_recording(source))
    assert keeper.keep(item(source), transcript("سلام")) == known
    (kept,) = library.items(library.ids())
    assert kept.kind is Kind.RECORDING
    assert kept.title == "recording of 23 05:40"
    assert library.transcript(known) == transcript("سلام")


def test_a_recording_that_the_library_could_not_take_before_is_ours_when_its_text_comes(
    library: Library, keeper: LibraryKeeper, tmp_path: Path
) -> None:
    tape = Tape(tmp_path, "mic", form=WaveFormat(16_000, 1), growth=Growth())
    tape.write(bytes(32_000))
    source = tape.finish(settles=False).path
    kept = keeper.keep(item(source), transcript("سلام"))
    assert library.items([kept])[0].kind is Kind.RECORDING


def test_a_recording_that_is_transcribed_again_is_ours_too(
    library: Library, keeper: LibraryKeeper, tmp_path: Path
) -> None:
    source = sound(tmp_path / "anywhere", "2026-11-23 05-40-52.wav")
    first = library.add(keeper.new_recording(source, transcript("سلام")))
    second = keeper.keep(item(source), transcript("درود"))
    one, other = library.items([first, second])
    assert (one.kind, one.title) == (other.kind, other.title) == (Kind.RECORDING, "recording of 23 05:40")
    for gone in (first, second):
        assert source.exists()
        library.bin.put(gone)
        library.bin.destroy(gone)
    assert not source.exists()


@pytest.mark.parametrize(("folder", "is_left", "kind"), [("links", False, Kind.LINK), ("recordings", True, Kind.FILE)])
def test_only_sounds_of_ours_go_with_their_item(
    folder: str, is_left: bool, kind: Kind, *, library: Library, keeper: LibraryKeeper, tmp_path: Path
) -> None:
    source = sound(tmp_path / folder)
    kept = keeper.keep(item(source), transcript("سلام"))
    assert library.items([kept])[0].kind is kind
    library.bin.put(kept)
    library.bin.destroy(kept)
    assert source.exists() is is_left
