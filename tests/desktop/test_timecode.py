import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.timecode import read, written


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("0:01:15.250", 75.25),
        ("1:15.25", 75.25),
        ("75.25", 75.25),
        ("۰:۰۱:۱۵٫۲۵۰", 75.25),
        (" 1:03:07 ", 3787.0),
        ("2,5", 2.5),
        ("90", 90.0),
        ("1:60", None),
        ("1:60:00", None),
        ("", None),
        ("abc", None),
        ("1:2:3:4", None),
        ("-5", None),
    ],
)
def test_times_as_people_type_them(typed: str, seconds: float | None) -> None:
    assert read(typed) == seconds


def test_a_time_is_written_to_the_millisecond() -> None:
    assert written(3787.0004) == "1:03:07.000"
    assert written(59.9996) == "0:01:00.000"


@given(st.integers(0, 10**9))
def test_what_is_written_is_read(time_ms: int) -> None:
    read_again = read(written(time_ms / 1000))
    assert read_again is not None
    assert round(read_again * 1000) == time_ms
