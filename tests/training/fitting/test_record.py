from pathlib import Path

from dabir_training.fitting.plot import draw
from dabir_training.fitting.record import METRICS, append_metrics, cut_metrics, read_metrics


def test_lines_come_back_as_they_were_added(tmp_path: Path) -> None:
    assert read_metrics(tmp_path) == []
    append_metrics(tmp_path, {"step": 1, "loss": 2.5})
    append_metrics(tmp_path, {"step": 1, "wer": 0.5})
    assert read_metrics(tmp_path) == [{"step": 1, "loss": 2.5}, {"step": 1, "wer": 0.5}]


def test_line_that_a_crash_cut_short_is_none(tmp_path: Path) -> None:
    append_metrics(tmp_path, {"step": 1, "loss": 2.5})
    with (tmp_path / METRICS).open("a", encoding="utf-8") as file:
        file.write('{"step": 2, "lo')
    cut_metrics(tmp_path, step=5)
    append_metrics(tmp_path, {"step": 6, "loss": 2.0})
    assert [line["step"] for line in read_metrics(tmp_path)] == [1, 6]


def test_lines_after_a_step_are_taken_back(tmp_path: Path) -> None:
    for step in (0, 2, 4, 6):
        append_metrics(tmp_path, {"step": step, "loss": 1.0})
    cut_metrics(tmp_path, step=4)
    assert [line["step"] for line in read_metrics(tmp_path)] == [0, 2, 4]


def test_plot_is_a_picture(tmp_path: Path) -> None:
    append_metrics(tmp_path, {"step": 1, "loss": 2.5})
    append_metrics(tmp_path, {"step": 1, "wer": 0.5})
    assert draw(tmp_path).read_bytes().startswith(b"\x89PNG")
