from pathlib import Path

import pytest

from dabir_core.errors import OptionError, OutputError
from dabir_core.formats import Kind, render, render_file, write
from dabir_core.transcript import Segment, Transcript

SPOKEN = Transcript((Segment(0.0, 1.0, "می‌روم", "fa"),), 2.0, "fa", 1.0, "demo")


DOCUMENTS = [Kind.DOCX, Kind.DOCX_TIMES]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in DOCUMENTS])
def test_a_file_holds_what_is_rendered_in_utf8_with_lf(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / f"a.{kind}"
    write(SPOKEN, path, kind=kind)
    assert path.read_bytes() == render(SPOKEN, kind).encode()
    assert "می‌روم".encode() in path.read_bytes()
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_written_as_it_is_rendered_and_is_no_text(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / f"a.{kind}"
    write(SPOKEN, path, kind=kind)
    assert path.read_bytes() == render_file(SPOKEN, kind)
    with pytest.raises(OptionError):
        render(SPOKEN, kind)


def test_an_older_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    write(SPOKEN, path, kind=Kind.TXT)
    assert path.read_text(encoding="utf-8") == "می‌روم\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_as_open_to_others_as_any_other_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write(SPOKEN, tmp_path / "a.txt", kind=Kind.TXT)
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_longest_name_that_a_file_may_have_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ن" * 125 + ".txt")
    write(SPOKEN, path, kind=Kind.TXT)
    assert path.exists()


def test_a_missing_folder_is_an_output_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "no" / "a.txt"
    with pytest.raises(OutputError) as raised:
        write(SPOKEN, path, kind=Kind.TXT)
    assert raised.value.subject == str(path)
    assert isinstance(raised.value.__cause__, FileNotFoundError)


def test_a_file_in_the_folders_place_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(OutputError):
        write(SPOKEN, tmp_path / "a" / "b.txt", kind=Kind.TXT)


def test_what_cannot_be_replaced_is_kept_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "a.txt"
    folder.mkdir()
    with pytest.raises(OutputError):
        write(SPOKEN, folder, kind=Kind.TXT)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_disk_that_fills_up_leaves_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space"):
        write(SPOKEN, path, kind=Kind.TXT)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
