"""What was dropped, pasted or named."""

from pathlib import Path

import pytest

from dabir_desktop.given import Given, exported_items, given_in, given_in_text

LINK = "https://www.aparat.com/v/wP8On"


def test_paths_and_links_are_told_apart_and_come_once() -> None:
    given = given_in(["/a/جلسهٔ ۳.mp3", LINK, "b.ogg", LINK, "/a/جلسهٔ ۳.mp3", ""])
    assert given == Given((Path("/a/جلسهٔ ۳.mp3"), Path("b.ogg")), (LINK,))


def test_the_address_of_a_file_is_its_path() -> None:
    # RFC 8089; «جلسه» percent-encoded as UTF-8
    given = given_in_text("file:///home/a/%D8%AC%D9%84%D8%B3%D9%87%203.mp3")
    assert given == Given(paths=(Path("/home/a/جلسه 3.mp3"),))


def test_links_in_pasted_lines_are_found() -> None:
    assert given_in_text(f"\n  {LINK}  \r\n/a/b.mp3\n") == Given((Path("/a/b.mp3"),), (LINK,))


@pytest.mark.parametrize("text", ["", "سلام", "a sentence about https", "ftp.example.org", "b.mp3"])
def test_other_text_means_nothing(text: str) -> None:
    assert not given_in_text(text)


def test_items_of_a_library_are_told_from_what_is_to_be_transcribed() -> None:
    items, others = exported_items(given_in(["/a/جلسه.dabir", "/a/b.mp3", "/a/C.DABIR", "https://example.org/d.dabir"]))
    assert items == (Path("/a/جلسه.dabir"), Path("/a/C.DABIR"))
    assert others == Given((Path("/a/b.mp3"),), ("https://example.org/d.dabir",))
