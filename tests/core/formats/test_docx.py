"""Documents: by hand from ISO/IEC 29500-1, and read by another implementation, python-docx."""

import io
import zipfile

import docx
import pytest

from dabir_core.formats import Kind, render_file
from dabir_core.transcript import Segment, Transcript

HARD = "قیمت iPhone 15 چند است؟ «نمی\u200cدانم» a & b"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RTL = '<w:r><w:rPr><w:rFonts w:hint="cs"/><w:rtl/><w:lang w:bidi="fa-IR"/></w:rPr><w:t xml:space="preserve">'
LTR = '<w:r><w:t xml:space="preserve">'
BIDI = "<w:pPr><w:bidi/></w:pPr>"


def _transcript(*segments: Segment) -> Transcript:
    return Transcript(segments, duration=8000.0, language="fa", language_probability=1.0, model="demo")


SPOKEN = _transcript(
    Segment(0.0, 1.5, HARD, "fa"),
    Segment(75.2, 77.0, "Hello,", "en"),
    Segment(77.0, 78.0, "world.", "en"),
    Segment(90.0, 91.0, " ", "fa"),
)


def _part(document: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name).decode()


def test_the_hard_sample_is_cut_into_runs_of_one_direction() -> None:
    # «15» follows a Latin letter and runs with it; « ، space» between letters of two directions run with the paragraph.
    expected = (
        f"<w:p>{BIDI}{RTL}قیمت </w:t></w:r>{LTR}iPhone 15</w:t></w:r>"
        f"{RTL} چند است؟ «نمی\u200cدانم» </w:t></w:r>{LTR}a &amp; b</w:t></w:r></w:p>"
        f"<w:p>{LTR}Hello, world.</w:t></w:r></w:p>"
    )
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
        'w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )
    assert _part(render_file(SPOKEN, Kind.DOCX), "word/document.xml") == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:document {W}><w:body>{expected}{page}</w:body></w:document>"
    )


def test_a_time_before_a_paragraph_is_a_run_of_its_own_from_the_left() -> None:
    timed = _part(render_file(SPOKEN, Kind.DOCX_TIMES), "word/document.xml")
    time = '<w:r><w:rPr><w:rStyle w:val="Time"/></w:rPr><w:t>{}</w:t><w:tab/></w:r>'
    beside = '<w:ind w:left="1134" w:hanging="1134"/>'
    assert f"<w:p><w:pPr><w:bidi/>{beside}</w:pPr>{time.format('00:00:00')}{RTL}قیمت " in timed
    assert f"<w:p><w:pPr>{beside}</w:pPr>{time.format('00:01:15')}{LTR}Hello" in timed


def test_python_docx_reads_the_same_text() -> None:
    read = docx.Document(io.BytesIO(render_file(SPOKEN, Kind.DOCX)))
    assert [paragraph.text for paragraph in read.paragraphs] == [HARD, "Hello, world."]
    assert [run.font.rtl for run in read.paragraphs[0].runs] == [True, None, True, None]
    timed = docx.Document(io.BytesIO(render_file(SPOKEN, Kind.DOCX_TIMES)))
    assert timed.paragraphs[1].text == "00:01:15\tHello, world."
    assert timed.paragraphs[1].runs[0].style.name == "Time"


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.DOCX_TIMES])
def test_the_same_transcript_gives_the_same_bytes_and_silence_an_empty_page(kind: Kind) -> None:
    assert render_file(SPOKEN, kind) == render_file(SPOKEN, kind)
    assert docx.Document(io.BytesIO(render_file(_transcript(), kind))).paragraphs == []


def test_signs_that_xml_forbids_are_left_out() -> None:
    spoken = _transcript(Segment(0.0, 1.0, "الف\x00ب\x0b\uffff<ج>", "fa"))
    read = docx.Document(io.BytesIO(render_file(spoken, Kind.DOCX)))
    assert read.paragraphs[0].text == "الفب <ج>"  # a vertical tab is white space


def test_every_part_is_named_in_the_table_of_contents() -> None:
    document = render_file(SPOKEN, Kind.DOCX)
    types = _part(document, "[Content_Types].xml")
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
    assert all(f'PartName="/{name}"' in types for name in parts)
