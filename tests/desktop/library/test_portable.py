"""An item as one file: it comes back as it was, and a file that somebody made up brings nothing in."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dabir_core.errors import OutputError
from dabir_core.formats import Kind as TextKind
from dabir_core.formats import render
from dabir_desktop.library import (
    ItemFileRefused,
    ItemMissing,
    Keep,
    Kind,
    Library,
    NewItem,
    export_item,
    import_item,
)
from tests.desktop.said import NOON, full_transcript, library_in, new_item, transcript

SAID = {"dabir-item": 1, "title": "ت", "kind": "file", "came": NOON.isoformat(), "duration": 1.5, "sound": "sound.ogg"}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path / "library") as library:
        yield library


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def good_members(**changed: object) -> dict[str, bytes]:
    return {
        "item.json": json.dumps(SAID | changed).encode(),
        "transcript.json": render(transcript("سلام"), TextKind.JSON).encode(),
        "sound.ogg": b"OggS",
    }


def test_an_item_comes_back_on_another_machine_as_it_was(library: Library, tmp_path: Path) -> None:
    sound = tmp_path / "rec.wav"
    sound.write_bytes(bytes(range(256)) * 50)
    new = NewItem("جلسهٔ ۱", sound, Kind.RECORDING, Keep.OURS, full_transcript(), NOON)
    item = library.add(new)
    export_item(library, item, tmp_path / "a.dabir")
    with library_in(tmp_path / "other") as other:
        came = import_item(other, tmp_path / "a.dabir")
        assert other.items([came]) == library.items([item])
        assert other.transcript(came) == full_transcript()
        assert other.sound(came).read_bytes() == sound.read_bytes()
        assert [hit.item for hit in other.search("میروم")] == [came]
        other.bin.put(came)
        other.bin.destroy(came)
        assert list(other.sounds.folder.iterdir()) == []
    assert not list(tmp_path.glob(".dabir-*"))


def test_an_item_is_taken_in_beside_itself(library: Library, tmp_path: Path) -> None:
    item = library.add(new_item("متن"))
    export_item(library, item, tmp_path / "a.dabir")
    assert import_item(library, tmp_path / "a.dabir") == item + 1


def test_an_item_without_text_or_without_its_sound_can_be_exported(library: Library, tmp_path: Path) -> None:
    item = library.add(new_item())
    export_item(library, item, tmp_path / "a.dabir")
    came = import_item(library, tmp_path / "a.dabir")
    assert library.transcript(came) is None
    assert not library.sound(came).exists()


def test_an_export_that_fails_leaves_nothing_behind(library: Library, tmp_path: Path) -> None:
    item = library.add(new_item("متن"))
    with pytest.raises(OutputError):
        export_item(library, item, tmp_path / "missing" / "a.dabir")
    (tmp_path / "full").mkdir()
    with pytest.raises(OutputError):
        export_item(library, item, tmp_path / "full")
    assert {file.name for file in tmp_path.iterdir()} == {"library", "full"}
    with pytest.raises(ItemMissing):
        export_item(library, item + 1, tmp_path / "a.dabir")


def test_a_file_as_we_write_it_is_taken(library: Library, tmp_path: Path) -> None:
    item = import_item(library, packed(tmp_path / "a.dabir", good_members()))
    assert library.transcript(item) == transcript("سلام")
    assert library.sound(item).read_bytes() == b"OggS"


def outside(members: dict[str, bytes]) -> dict[str, bytes]:
    return members | {"../../outside.txt": b"x"}


def absolute(members: dict[str, bytes]) -> dict[str, bytes]:
    return members | {"/tmp/outside.txt": b"x"}


def bomb(members: dict[str, bytes]) -> dict[str, bytes]:
    return members | {"sound.ogg": bytes(30_000_000)}


def without_item(members: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in members.items() if name != "item.json"}


def with_item(content: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda members: members | {"item.json": content}


def with_transcript(content: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda members: members | {"transcript.json": content}


def saying(**changed: object) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda _: good_members(**changed)


SURROGATE = render(transcript("سلام"), TextKind.JSON).replace("سلام", "\\ud800").encode()


@pytest.mark.parametrize(
    "spoil",
    [
        outside,
        absolute,
        bomb,
        without_item,
        with_item(b"{"),
        with_item(b"[]"),
        with_item(b"[" * 50_000),
        with_item(b"\xff\xfe"),
        with_item(json.dumps(SAID | {"title": "x" * 70_000}).encode()),
        saying(**{"dabir-item": 2}),
        saying(title=5),
        saying(kind="virus"),
        saying(came="yesterday"),
        saying(came="0001-01-01T00:00:00+00:00"),
        saying(duration="long"),
        with_transcript(b"{}"),
        with_transcript(b'{"version": 99}'),
        with_transcript(b"[" * 100_000),
        with_transcript(SURROGATE),
    ],
)
def test_a_made_up_file_brings_nothing_in(
    library: Library, tmp_path: Path, spoil: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    file = packed(tmp_path / "a.dabir", spoil(good_members()))
    with pytest.raises(ItemFileRefused):
        import_item(library, file)
    assert library.ids() == []
    assert not library.sounds.folder.exists() or list(library.sounds.folder.iterdir()) == []
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + b"x" * 100])
def test_what_is_no_archive_is_refused(library: Library, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.dabir"
    file.write_bytes(content)
    with pytest.raises(ItemFileRefused):
        import_item(library, file)
    with pytest.raises(ItemFileRefused):
        import_item(library, tmp_path / "missing.dabir")


def test_a_sound_that_is_damaged_brings_nothing_in(library: Library, tmp_path: Path) -> None:
    file = packed(tmp_path / "a.dabir", good_members() | {"sound.ogg": bytes(range(256)) * 40})
    content = file.read_bytes()
    at = content.index(b"sound.ogg") + 60
    file.write_bytes(content[:at] + b"\xff" * 40 + content[at + 40 :])
    with pytest.raises(ItemFileRefused):
        import_item(library, file)
    assert library.ids() == []
    assert list(library.sounds.folder.iterdir()) == []
