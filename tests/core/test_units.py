import pytest

from dabir_core.units import clock


@pytest.mark.parametrize(
    ("whole_seconds", "shown"),
    [(0, "0:00"), (59, "0:59"), (60, "1:00"), (187, "3:07"), (3599, "59:59"), (3600, "1:00:00"), (43_200, "12:00:00")],
)
def test_a_time_is_written_with_hours_only_where_there_are_some(whole_seconds: int, shown: str) -> None:
    assert clock(whole_seconds) == shown
