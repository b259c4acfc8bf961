import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.cost_table import SIZES, USUAL_ROWS, CostTable, worthwhile_rows
from dabir_core.asr.dimensions import Dimensions

SMALL = Dimensions(768, 12, 12, 12, 12, 80, 51865, 1500, 448)


@pytest.mark.parametrize(
    ("step_seconds", "rows"),
    [
        ({}, USUAL_ROWS),
        ({4: 0.02}, USUAL_ROWS),
        # weights 9, each row 1: throughput 12/21 and 16/25, 12 % apart
        ({1: 0.010, 8: 0.017}, 16),
        # weights 1, each row 9: 16/145 is 4.8 % more than 2/19, and 3.0 % less one part in 3000 more than 3/28
        ({1: 0.010, 2: 0.019, 8: 0.073}, 3),
        # rows cost all the same: no batch is worth anything
        ({1: 0.010, 2: 0.020, 16: 0.160}, 1),
        # measured: up to 4 almost free, 8 dearer than two of 4
        ({1: 0.010, 2: 0.011, 4: 0.013, 8: 0.030}, 4),
    ],
)
def test_as_few_rows_as_are_within_three_percent_of_the_best(step_seconds: dict[int, float], rows: int) -> None:
    assert worthwhile_rows(step_seconds) == rows


@given(st.dictionaries(st.sampled_from(SIZES), st.floats(1e-4, 10.0)))
def test_any_figures_give_a_size(step_seconds: dict[int, float]) -> None:
    assert worthwhile_rows(step_seconds) in SIZES


def test_a_slow_moment_hardly_counts_and_a_fast_one_does() -> None:
    table = CostTable()
    for _ in range(300):
        table.measured(1, 0.010)
        table.measured(8, 0.016)  # weights 9, each row 1
    table.measured(8, 1.0)
    assert table.rows == 16
    for _ in range(50):
        table.measured(1, 0.002)  # the machine is free again: weights 0, each row 2
    assert table.rows == 1


def test_figures_are_kept_for_the_next_run(tmp_path: Path) -> None:
    table = CostTable.of(tmp_path, SMALL, engine="openvino int8")
    table.measured(1, 0.010)
    table.measured(2, 0.020)
    table.measured(7, 0.001)  # told apart from no other
    table.save()
    (kept,) = tmp_path.iterdir()
    assert json.loads(kept.read_text(encoding="utf-8")) == {
        "measures": 2,
        "step_seconds": {"1": 0.010, "2": 0.020},
    }
    assert after_a_trial(CostTable.of(tmp_path, SMALL, engine="openvino int8")) == 1
    assert after_a_trial(CostTable.of(tmp_path, SMALL, engine="torch")) == USUAL_ROWS


def after_a_trial(table: CostTable) -> int:
    """How many rows it takes when nothing more is learnt."""
    for _ in range(512):
        table.measured(1, 0.010)
    return table.rows


def test_a_size_that_was_measured_in_a_bad_moment_is_tried_again() -> None:
    table = CostTable()
    table.measured(8, 9.0)
    rows = []
    for _ in range(5000):
        rows.append(table.rows)
        table.measured(1, 0.010)
    assert rows[0] == USUAL_ROWS
    assert rows[300] == SIZES[-1]
    assert rows[600] == rows[4000] == 1
    assert {USUAL_ROWS, SIZES[-1]} <= set(rows[4000:])


def test_trials_go_on_in_the_next_process_and_are_not_begun_again(tmp_path: Path) -> None:
    path, rows = tmp_path / "steps.json", list[int]()
    for _ in range(50):  # short ones: 100 steps each
        table = CostTable(path)
        for _ in range(100):
            rows.append(table.rows)
            table.measured(1, 0.010)
        table.save()
    trials = [USUAL_ROWS] * 256 + [SIZES[-1]] * 256
    assert rows == [*trials, *[USUAL_ROWS] * (4096 - 512), *trials, *[USUAL_ROWS] * 392]  # one size tells nothing


def test_figures_are_kept_while_working_too(tmp_path: Path) -> None:
    table = CostTable(tmp_path / "costs" / "steps.json")
    for _ in range(200):
        table.measured(1, 0.010)
    assert (tmp_path / "costs" / "steps.json").exists()


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "not json",
        "[1, 2]",
        '{"measures": 9}',
        '{"measures": "many", "step_seconds": {}}',
        '{"measures": 1e999, "step_seconds": {}}',
        '{"1": 0.5}',
        '{"measures": 0, "step_seconds": {"1": "cheap"}}',
        '{"measures": 0, "step_seconds": {"one": 1}}',
        '{"measures": 0, "step_seconds": {"1": null}}',
        '{"measures": 0, "step_seconds": {"1": -1, "8": 0}}',
        '{"measures": -1, "step_seconds": {"1": 1e999}}',
        "\0\0",
    ],
)
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "steps.json"
    path.write_text(damaged, encoding="utf-8")
    table = CostTable(path)
    assert table.rows == USUAL_ROWS
    table.measured(1, 0.010)
    table.save()
    assert json.loads(path.read_text(encoding="utf-8")) == {"measures": 1, "step_seconds": {"1": 0.010}}


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    table = CostTable(tmp_path / "file" / "steps.json")
    table.measured(1, 0.010)
    table.save()
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""
