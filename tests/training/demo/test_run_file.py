"""The run file is strict."""

from pathlib import Path

import pytest

from dabir_training.demo.run_file import read_run
from dabir_training.errors import RunFileWrong

_SHIPPED = Path(__file__).parents[3] / "training/dabir_training/runs/demo_fa.toml"


def _changed(folder: Path, old: str, new: str) -> Path:
    text = _SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = folder / "run.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_shipped_file_is_read() -> None:
    run = read_run(_SHIPPED)

    assert run.model.window_seconds == 15.0
    assert run.corpus.voices[0] == "fa+m1"
    assert run.training.short_steps < run.training.steps


def test_shipped_file_names_its_launch_line() -> None:
    assert "python -m dabir_training.demo all --run training/dabir_training/runs/demo_fa.toml" in _SHIPPED.read_text(
        encoding="utf-8"
    )


def test_misspelt_key_names_the_nearest(tmp_path: Path) -> None:
    path = _changed(tmp_path, "warmup_steps", "warmup_step")

    with pytest.raises(RunFileWrong, match=r"'warmup_step' in \[training\]; did you mean 'warmup_steps'"):
        read_run(path)


def test_unknown_key_at_the_top_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFileWrong, match="did you mean 'seed'"):
        read_run(_changed(tmp_path, "seed =", "seeds = 1\nseed ="))


def test_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunFileWrong, match=r"\[model\] lacks heads"):
        read_run(_changed(tmp_path, "heads = 2", ""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("heads = 2", 'heads = "2"'),
        ("heads = 2", "heads = true"),
        ("heads = 2", "heads = 2.5"),
        ('["fa+m1"', '[1, "fa+m1"'),
    ],
)
def test_wrong_type_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(RunFileWrong, match="must be"):
        read_run(_changed(tmp_path, old, new))


def test_whole_number_is_taken_for_a_float(tmp_path: Path) -> None:
    assert read_run(_changed(tmp_path, "window_seconds = 15.0", "window_seconds = 15")).model.window_seconds == 15.0
