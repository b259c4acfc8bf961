from hypothesis import given
from hypothesis import strategies as st

from dabir_core.text.typed_time import typed_time
from dabir_desktop.timecode import written


def test_a_time_is_written_to_the_millisecond() -> None:
    assert written(3787.0004) == "1:03:07.000"
    assert written(59.9996) == "0:01:00.000"


@given(st.integers(0, 10**9))
def test_what_is_written_is_typed_time(time_ms: int) -> None:
    read_again = typed_time(written(time_ms / 1000))
    assert read_again is not None
    assert round(read_again * 1000) == time_ms
