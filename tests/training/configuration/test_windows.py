"""Shares and ranges that cannot be are refused when a run file is read."""

from collections.abc import Mapping

import pytest

from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.errors import RunFileWrong
from dabir_training.run_file import read_section


@pytest.mark.parametrize(
    "table",
    [
        {"packed": 1.1},
        {"packed": 0.99, "empty": 0.02},
        {"packed": 0.0, "empty": 1.0},
        {"timestamps": -0.1},
        {"shortest_gap": 2.0},
        {"shortest_gap": -1.0},
    ],
)
def test_windows_that_cannot_be_are_refused(table: Mapping[str, float]) -> None:
    with pytest.raises(RunFileWrong):
        read_section(WindowSettings, table)


@pytest.mark.parametrize(
    "table",
    [
        {"clean": 1.5},
        {"clean": 0.6},  # noise is to be in half of all windows
        {"clean": 0.9, "noise": 0.1, "telephone": 0.2},
        {"slowest": 1.2},
        {"slowest": 0.1},
        {"fastest": 3.0},
        {"lowest_snr_db": 40.0},
        {"gain_db": -1.0},
    ],
)
def test_changes_that_cannot_be_are_refused(table: Mapping[str, float]) -> None:
    with pytest.raises(RunFileWrong):
        read_section(AugmentSettings, table)


def test_no_change_at_all_needs_only_one_setting() -> None:
    assert read_section(AugmentSettings, {"clean": 1.0}).clean == 1.0
