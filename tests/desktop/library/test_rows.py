"""A transcript as rows says all that it says itself."""

from hypothesis import given
from hypothesis import strategies as st

from dabir_core.transcript import EndedBy, Segment, Transcript, Word
from dabir_desktop.folding import fold
from dabir_desktop.library.rows import first_line, from_rows, known_lines, to_body, to_head, to_rows
from tests.desktop.said import full_transcript, transcript

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WORDS = st.builds(Word, WRITTEN, NUMBERS, NUMBERS, NUMBERS)
SEGMENTS = st.builds(
    Segment,
    start=NUMBERS,
    end=NUMBERS,
    text=WRITTEN,
    language=st.sampled_from(["fa", "en"]),
    words=st.lists(WORDS, max_size=3).map(tuple),
    mean_log_probability=NUMBERS,
    no_speech_probability=NUMBERS,
    ended_by=st.sampled_from(EndedBy),
    language_probability=NUMBERS,
)


@given(st.lists(SEGMENTS, max_size=3))
def test_segments_come_back_to_the_last_digit(segments: list[Segment]) -> None:
    whole = Transcript(tuple(segments), 1.0, "fa", 1.0, "small")
    assert from_rows(to_head(whole), to_rows(whole.segments)) == whole


def test_a_head_keeps_all_but_the_segments() -> None:
    whole = full_transcript()
    assert from_rows(to_head(whole), to_rows(whole.segments)) == whole
    assert "می‌روم" not in to_head(whole)


def test_the_first_line_is_as_long_as_a_list_may_show() -> None:
    assert first_line(transcript("سلام\nدنیا", "", "بعد")) == "سلام دنیا بعد"
    assert len(first_line(transcript(*["واژه"] * 500))) == 160


def test_a_body_has_a_line_for_each_segment() -> None:
    body = to_body(["می روم خانه", "؟", "دانش‌آموز و کتاب‌ها"])
    assert body.lines == "میروم خانه\n\nدانشاموز و کتابها"
    assert body.inner == "\n\nاموز"


@given(st.lists(WRITTEN, max_size=5), st.lists(WRITTEN, max_size=5))
def test_lines_that_are_known_are_those_that_would_be_made(old: list[str], new: list[str]) -> None:
    known = known_lines(old, to_body(old))
    assert to_body(new, known) == to_body(new)
    assert to_body(new).lines.split("\n") == ([fold(text) for text in new] or [""])
