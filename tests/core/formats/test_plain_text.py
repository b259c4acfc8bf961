from dabir_core.formats.plain_text import to_text
from dabir_core.transcript import Segment, Transcript


def _text(*segments: tuple[float, float, str]) -> str:
    spoken = tuple(Segment(start, end, text, "fa") for start, end, text in segments)
    return to_text(Transcript(spoken, duration=60.0, language="fa", language_probability=1.0, model="demo"))


def test_a_line_ends_with_a_sentence() -> None:
    assert _text((0, 1, "من"), (1, 2, "رفتم."), (2, 3, "تو چی؟"), (3, 4, "«نه!»"), (4, 5, "خوب")) == (
        "من رفتم.\nتو چی؟\n«نه!»\nخوب\n"
    )


def test_a_line_ends_at_a_long_pause() -> None:
    assert _text((0, 1, "من رفتم"), (3, 4, "تو ماندی"), (5.9, 7, "او هم")) == "من رفتم\nتو ماندی او هم\n"


def test_segments_without_text_and_line_breaks_in_a_text_leave_no_empty_line() -> None:
    assert _text((0, 1, "من\n\nرفتم."), (1, 2, " "), (2, 3, "تو")) == "من رفتم.\nتو\n"


def test_silence_is_an_empty_file() -> None:
    assert _text() == ""
