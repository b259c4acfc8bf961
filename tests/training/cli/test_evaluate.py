import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.evaluation.spoken_set import TEXTS, speak_set

RUN = """
name = "trial"
folder = "{folder}"
model = "demo"

[prepare]
sources = [{{ kind = "table", path = "set.tsv", name = "set" }}]

[evaluate]
splits = ["test"]
noise_seconds = 15.0
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    speak_set(tmp_path / "run" / "prepared", TEXTS[:2])
    path = tmp_path / "run.toml"
    path.write_text(RUN.format(folder=(tmp_path / "run").as_posix()), encoding="utf-8")
    return path


def dabir_train(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dabir_training.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


@pytest.mark.long
def test_the_command_says_the_rates_and_where_the_page_is(run: Path) -> None:
    done = dabir_train("evaluate", str(run), "--checkpoint", "demo", "--split", "test")
    assert done.returncode == 0, done.stderr
    assert "demo on test: 2 clips, fa-score-1" in done.stdout
    assert "0.00 %" in done.stdout
    page = Path(done.stdout.strip().splitlines()[-1].strip())
    assert page.name == "page.html"
    assert page.is_file()


@pytest.mark.long
def test_a_checkpoint_that_is_not_there_is_told_in_both_languages(run: Path) -> None:
    done = dabir_train("evaluate", str(run), "--checkpoint", str(run.parent / "nowhere"))
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2
