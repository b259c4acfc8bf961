"""Times as people type them."""

import pytest

from dabir_core.text.typed_time import typed_time


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
        ("4000.5", 4000.5),
        ("1:75", None),
        ("1:60", None),
        ("1:60:00", None),
        ("", None),
        ("abc", None),
        ("1:2:3:4", None),
        ("-5", None),
    ],
)
def test_times_as_people_type_them(typed: str, seconds: float | None) -> None:
    assert typed_time(typed) == seconds
