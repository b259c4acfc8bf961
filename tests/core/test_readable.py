import pytest

from dabir_core.readable import readable_bytes


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0.0 kB"),
        (1234, "1.2 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (151_061_672, "151 MB"),
        (966_995_080, "967 MB"),
        (6_173_962_240, "6.2 GB"),
        (64 * 10**12, "64 TB"),
    ],
)
def test_bytes_are_written_as_disks_are_sold(count: int, written: str) -> None:
    assert readable_bytes(count) == written
