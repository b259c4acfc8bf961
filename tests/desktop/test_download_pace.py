"""Speed over the last seconds, and time left; figures by hand."""

import pytest

from dabir_desktop.download_pace import DownloadPace


def test_nothing_is_told_before_a_second_has_passed() -> None:
    pace = DownloadPace()
    assert pace.bytes_per_second is None
    pace.observe(10.0, 0)
    pace.observe(10.9, 5_000_000)
    assert pace.bytes_per_second is None
    assert pace.left(10_000_000) is None


def test_what_was_there_before_is_no_speed() -> None:
    pace = DownloadPace()
    pace.observe(0.0, 700_000_000)  # from an earlier try
    pace.observe(2.0, 704_000_000)
    assert pace.bytes_per_second == pytest.approx(2_000_000)
    assert pace.left(1_000_000_000) == pytest.approx(148.0)


def test_only_the_last_seconds_count() -> None:
    pace = DownloadPace()
    for second in range(60):
        pace.observe(float(second), 1000 * second)
    for second in range(60, 72):
        pace.observe(float(second), 59_000 + 9000 * (second - 59))
    assert pace.bytes_per_second == pytest.approx(9000)


def test_a_stop_shows_in_the_speed() -> None:
    pace = DownloadPace()
    for second in range(12):
        pace.observe(float(second), 1000)
    assert pace.bytes_per_second == 0
    assert pace.left(5000) is None


def test_bytes_that_are_thrown_away_begin_it_anew() -> None:
    pace = DownloadPace()
    pace.observe(0.0, 9000)
    pace.observe(2.0, 10_000)
    pace.observe(3.0, 0)
    assert pace.bytes_per_second is None
    pace.observe(5.0, 4000)
    assert pace.bytes_per_second == pytest.approx(2000)


def test_nothing_is_left_of_a_whole_file_and_an_unknown_size_is_no_guess() -> None:
    pace = DownloadPace()
    pace.observe(0.0, 0)
    pace.observe(2.0, 2000)
    assert pace.left(2000) == 0
    assert pace.left(0) is None
