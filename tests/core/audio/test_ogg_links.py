import io
from pathlib import Path

from dabir_core.audio.ogg_links import FilePart, split_links


def parts_of(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return [part.read(1 << 30) for part in split_links(file)]


def test_a_chain_is_cut_into_the_files_that_it_was_made_of(media: Path, tmp_path: Path) -> None:
    links = [(media / name).read_bytes() for name in ("vorbis.ogg", "opus_mono.ogg", "flac.oga", "opus_60ms.opus")]
    (tmp_path / "chain.ogg").write_bytes(b"".join(links))
    assert parts_of(tmp_path / "chain.ogg") == links


def test_links_longer_than_one_read_are_found(media: Path, tmp_path: Path) -> None:
    body = (media / "flac.oga").read_bytes()
    for extra in range(0, 60, 7):  # moves the second link's head across the edge of a read
        filler = (1 << 20) - len(body) + extra - 30
        (tmp_path / "long.ogg").write_bytes(body + bytes(filler) + body)
        assert [len(part) for part in parts_of(tmp_path / "long.ogg")] == [len(body) + filler, len(body)]


def test_streams_side_by_side_are_one_link(media: Path, tmp_path: Path) -> None:
    first, second = (media / "vorbis.ogg").read_bytes(), (media / "opus_mono.ogg").read_bytes()
    head = second.index(b"OggS", 4)
    (tmp_path / "two.ogg").write_bytes(second[:head] + first + second[head:])
    assert len(parts_of(tmp_path / "two.ogg")) == 1


def test_a_damaged_flag_begins_no_link(media: Path, tmp_path: Path) -> None:
    body = bytearray((media / "vorbis.ogg").read_bytes())
    body[body.rindex(b"OggS") + 5] |= 2
    (tmp_path / "flag.ogg").write_bytes(body)
    assert len(parts_of(tmp_path / "flag.ogg")) == 1


def test_other_files_are_one_part(media: Path) -> None:
    assert parts_of(media / "s16_44k.wav") == [(media / "s16_44k.wav").read_bytes()]


def test_a_part_reads_and_seeks_like_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "digits").write_bytes(b"0123456789")
    with (tmp_path / "digits").open("rb") as file:
        part, twin = FilePart(file, 3, 8), io.BytesIO(b"34567")
        for offset, whence, size in ((0, 0, 2), (1, 1, 1), (-2, 2, 9), (4, 0, 4), (0, 2, 3), (0, 0, 99)):
            assert part.seek(offset, whence) == twin.seek(offset, whence)
            assert part.read(size) == twin.read(size)
            assert part.tell() == twin.tell()
