"""Preparing takes the memory of a thousand rows for a hundred thousand."""

from pathlib import Path

import pytest

from benchmarks.training_memory import make_release, measured


@pytest.mark.slow
def test_memory_is_flat_in_the_number_of_clips(tmp_path: Path) -> None:
    peaks = {}
    for count in (1000, 10_000, 100_000):
        make_release(tmp_path / str(count), count)
        peaks[count] = [measured(way, tmp_path / str(count), count).peak_bytes for way in ("prepare", "read")]
    for way in range(2):
        of_way = [peak[way] for peak in peaks.values()]
        assert max(of_way) <= 1.1 * min(of_way)
