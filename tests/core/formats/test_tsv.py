import csv

from dabir_core.formats.tsv import to_tsv
from dabir_core.transcript import Segment, Transcript


def test_rows_are_milliseconds_and_text() -> None:
    spoken = (Segment(0.0, 1.001, 'او گفت "سلام"', "fa"), Segment(3600.0, 3600.5, "یک\tدو\nسه", "fa"))
    table = to_tsv(Transcript(spoken, duration=60.0, language="fa", language_probability=1.0, model="demo"))
    rows = list(csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows == [
        ["start", "end", "text"],
        ["0", "1001", 'او گفت "سلام"'],
        ["3600000", "3600500", "یک دو سه"],
    ]


def test_silence_is_the_header_alone() -> None:
    assert to_tsv(Transcript((), 1.0, "fa", 1.0, "demo")) == "start\tend\ttext\n"
