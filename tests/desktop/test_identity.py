from pathlib import Path

import pytest

from dabir_desktop.identity import is_same_file, link_label

SAME = [
    ("http://www.example.com/a.mp3", "https://example.com/a.mp3"),
    ("https://example.com/a.mp3#t=30", "https://example.com/a.mp3"),
    ("https://example.com/a?utm_source=mail&id=7", "https://example.com/a?id=7"),
    ("https://example.com/a?b=1&a=2", "https://example.com/a?a=2&b=1"),
    ("https://example.com:443/a", "https://example.com/a"),
    ("https://Example.COM/talk/", "https://example.com/talk"),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s"),
    ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ"),
    (" https://example.com/a ", "https://example.com/a"),
]
OTHER = [
    ("https://example.com/a.mp3", "https://example.com/b.mp3"),
    ("https://example.com/A.mp3", "https://example.com/a.mp3"),
    ("https://example.com/a?id=7", "https://example.com/a?id=8"),
    ("https://example.com:8080/a", "https://example.com/a"),
    ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/oHg5SJYRHA0"),
    ("https://www.youtube.com/@channel", "https://www.youtube.com/watch"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_link_are_the_same(one: str, other: str) -> None:
    assert link_label(one) == link_label(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_links_are_not_the_same(one: str, other: str) -> None:
    assert link_label(one) != link_label(other)


def test_what_is_no_link_stands_for_itself() -> None:
    assert link_label("https://[broken") == link_label("https://[broken")
    assert link_label("https://[broken") != link_label("https://[broken2")


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_copy_is_the_same(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4000
    assert is_same_file(file(tmp_path, "a", content), file(tmp_path, "b", content))


def test_files_of_one_length_with_silent_ends_are_told_apart_by_their_middle(tmp_path: Path) -> None:
    silence = bytes(200_000)
    one = file(tmp_path, "a", silence + b"a" * 500_000 + silence)
    other = file(tmp_path, "b", silence + b"b" * 500_000 + silence)
    assert not is_same_file(one, other)


def test_lengths_and_missing_files_are_told_apart(tmp_path: Path) -> None:
    one = file(tmp_path, "a", b"abc")
    assert not is_same_file(one, file(tmp_path, "b", b"abcd"))
    assert not is_same_file(one, tmp_path / "gone")
    assert is_same_file(one, one)
