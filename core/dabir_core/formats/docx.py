"""Office Open XML for word processors: one paragraph for each of the plain text's, Persian from the right.

Written by hand, for the format is a zip of small XML files and we need few of its words: python-docx knows neither
`w:bidi` nor `w:rtl`, starts from an English letter-sized template and stamps the time of writing into each file. The
same transcript gives the same bytes.

A paragraph with `w:bidi` begins at the right edge. A run with `w:rtl` takes the font and language for complex scripts,
and must hold no Latin letters: paragraphs are cut into runs of one direction.

Source: ISO/IEC 29500-1:2016 §17.3.1.6 (bidi), §17.3.1.12 (ind), §17.3.2.20 (lang), §17.3.2.26 (rFonts, hint),
§17.3.2.30 (rtl), §17.8.3.1 (altName); their order by the schema wml.xsd; part 2 for the zip's parts.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType

from dabir_core.formats.cues import clock
from dabir_core.formats.plain_text import Paragraph, paragraphs
from dabir_core.text.direction import is_right_to_left, stretches
from dabir_core.transcript import Transcript

_REGIONS: Mapping[str, str] = MappingProxyType({"fa": "fa-IR", "ar": "ar-SA", "en": "en-US", "he": "he-IL"})
"""A word processor wants a region too; other languages go by their code alone."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can name: when a file was written is no part of a transcript."""

_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_TYPES}.fontTable+xml"/>'
    "</Types>"
)
_PACKAGE_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>'
    "</Relationships>"
)
_STYLES = (
    f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Vazirmatn"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val="en-US" w:bidi="fa-IR"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="320" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="Time"><w:name w:val="Time"/>'
    '<w:rPr><w:color w:val="6B7280"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style></w:styles>'
)
_FONTS = f'<w:fonts {_W}><w:font w:name="Vazirmatn"><w:altName w:val="Tahoma"/></w:font></w:fonts>'
"""Where Vazirmatn is missing, Tahoma: on every Windows and Mac, and good at Persian."""

_BESIDE_TIME = '<w:ind w:left="1134" w:hanging="1134"/>'
"""Two centimetres at the side where lines begin: text that wraps stands beside the time, not under it."""


def to_docx(transcript: Transcript) -> bytes:
    """The transcript as a document; one empty page where nothing was said."""
    return _zipped(_document(paragraphs(transcript)))


def to_timed_docx(transcript: Transcript) -> bytes:
    """The same, and before each paragraph the time at which it begins («00:01:15»)."""
    return _zipped(_document(paragraphs(transcript), with_times=True))


def _document(parts: Iterator[Paragraph], *, with_times: bool = False) -> str:
    body = "".join(_paragraph(part, with_time=with_times) for part in parts)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
    margins = 'w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    return f"<w:document {_W}><w:body>{body}{page}{margins}</w:body></w:document>"


def _paragraph(part: Paragraph, *, with_time: bool) -> str:
    from_right = is_right_to_left(part.text, language=part.language)
    runs = "".join(
        _run(stretch.text, is_rtl=stretch.is_right_to_left, language=part.language)
        for stretch in stretches(_NO_XML.sub("", part.text), is_right_to_left=from_right)
    )
    properties = ("<w:bidi/>" if from_right else "") + (_BESIDE_TIME if with_time else "")
    time = _time(part) if with_time else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{time}{runs}</w:p>"


def _time(part: Paragraph) -> str:
    shown = clock(round(part.start) * 1000, decimal=".").partition(".")[0]
    return f'<w:r><w:rPr><w:rStyle w:val="Time"/></w:rPr><w:t>{shown}</w:t><w:tab/></w:r>'


def _run(text: str, *, is_rtl: bool, language: str) -> str:
    tag = _REGIONS.get(language, language)
    properties = _rtl_properties(tag) if is_rtl else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _rtl_properties(tag: str) -> str:
    return f'<w:rPr><w:rFonts w:hint="cs"/><w:rtl/><w:lang w:bidi="{tag}"/></w:rPr>'


def _zipped(document: str) -> bytes:
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "word/document.xml": document,
        "word/styles.xml": _STYLES,
        "word/fontTable.xml": _FONTS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, _DECLARATION + xml)
    return file.getvalue()
