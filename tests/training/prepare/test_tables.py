"""Tables by their header: no quoting in tab-separated ones, text in every cell."""

from pathlib import Path

import pytest

from dabir_training.errors import SourceWrong
from dabir_training.prepare.tables import cells_of


def test_a_quote_opens_nothing_in_a_tab_separated_table(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text('path\tsentence\na.mp3\t"سلام\nb.mp3\tNA\nc.mp3\t"\n', encoding="utf-8")
    assert list(cells_of(path)) == [
        {"path": "a.mp3", "sentence": '"سلام'},
        {"path": "b.mp3", "sentence": "NA"},
        {"path": "c.mp3", "sentence": '"'},
    ]


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_bytes("\ufeffpath\tsentence\r\na.mp3\tیک\u2028دو\rسه\x85\r\n".encode())
    assert list(cells_of(path)) == [{"path": "a.mp3", "sentence": "یک\u2028دو\rسه\x85"}]


def test_lines_that_do_not_fit_are_told_and_short_ones_only_if_what_is_needed_lacks(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("path\tsentence\tage\na\tb\nc\na\tb\tc\td\n", encoding="utf-8")
    assert list(cells_of(path, ("path", "sentence"))) == [{"path": "a", "sentence": "b"}, None, None]


def test_comma_separated_cells_may_be_quoted(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('file,text\na.wav,"یک، ""دو"", سه\nچهار"\nb.wav\n', encoding="utf-8")
    assert list(cells_of(path)) == [{"file": "a.wav", "text": 'یک، "دو", سه\nچهار'}, None]


def test_json_lines_become_text(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"audio_filepath": "a.wav", "duration": 1.5, "text": "سلام", "age": null}\n\n', encoding="utf-8")
    assert list(cells_of(path)) == [{"audio_filepath": "a.wav", "duration": "1.5", "text": "سلام"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [("t.tsv", b"a\tb\n"), ("t.xml", b""), ("t.jsonl", b"{"), ("t.tsv", b"path\tsentence\n\xff\xfe\t\n")],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceWrong, match=name):
        list(cells_of(tmp_path / name, ("path", "sentence")))
