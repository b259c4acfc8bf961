"""What is kept is told as it lies on the disk."""

from pathlib import Path

import pytest

from dabir_core.sentences import Language
from dabir_desktop.stored import WHAT, Stored, amounts, empty, folders, size_text


def test_files_in_all_depths_are_counted_and_links_are_not_followed(tmp_path: Path) -> None:
    deep = tmp_path / "models" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "one").write_bytes(b"x" * 700)
    (tmp_path / "models" / "two").write_bytes(b"x" * 300)
    (tmp_path / "elsewhere").write_bytes(b"x" * 5000)
    (tmp_path / "models" / "link").symlink_to(tmp_path / "elsewhere")
    (told,) = amounts({Stored.MODELS: tmp_path / "models"})
    link_bytes = (tmp_path / "models" / "link").lstat().st_size
    assert (told.size_bytes, told.files) == (1000 + link_bytes, 3)


def test_a_folder_that_is_absent_holds_nothing(tmp_path: Path) -> None:
    (told,) = amounts({Stored.CACHE: tmp_path / "none"})
    assert (told.size_bytes, told.files) == (0, 0)


def test_each_thing_kept_has_a_folder_of_its_own_and_words() -> None:
    assert set(folders()) == set(Stored) == set(WHAT)
    assert len(set(folders().values())) == len(Stored)


@pytest.mark.parametrize(
    ("size_bytes", "language", "text"),
    [
        (0, "en", "0 kB"),
        (1, "en", "0 kB"),
        (1500, "en", "1.5 kB"),
        (12_499, "en", "12 kB"),
        (999_499, "en", "999 kB"),
        (999_500, "en", "1 MB"),
        (12_600_000, "fa", "۱۳ مگابایت"),
        (1_260_000_000, "fa", "۱٫۳ گیگابایت"),
        (5_000_000_000_000, "en", "5000 GB"),
    ],
)
def test_sizes_are_written_as_people_say_them(size_bytes: int, language: Language, text: str) -> None:
    assert size_text(size_bytes, language) == text


def test_a_folder_is_emptied_and_what_links_lead_to_is_spared(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    (ours / "deep" / "deeper").mkdir(parents=True)
    theirs.mkdir()
    for file in (ours / "a", ours / "deep" / "deeper" / "b", theirs / "c"):
        file.write_bytes(b"x")
    (ours / "deep" / "link").symlink_to(theirs)
    (ours / "file-link").symlink_to(theirs / "c")
    assert empty(ours) == 0
    assert list(ours.iterdir()) == []
    assert (theirs / "c").exists()
    assert empty(tmp_path / "absent") == 0
