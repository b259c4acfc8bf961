"""A run from a release's archive to a text, by the commands that a person types; it is killed on its way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from dabir_core.models import DEMO, locate
from dabir_training.manifest import PreparedSet, Split
from dabir_training.scoring import score
from tests.training.release import RELEASE_11, RELEASE_27, Form, Size, make_release

pytestmark = pytest.mark.long

STEPS: Final = 12
PATIENCE: Final = 300.0
RUN: Final = """
name = "test"
folder = "{folder}/run"
mirror = "{folder}/mirror"
model = "{model}"

[prepare]
splits = "{splits}"
[[prepare.sources]]
kind = "common_voice"
path = "{release}"
name = "cv"

[windows]
short_context = false

[train]
steps = {steps}
learning_rate = 1e-5
batch = 2
accumulate = 1
evaluations = 2
evaluation_clips = 6
save_every = 2
log_every = 1
workers = 1

[evaluate]
noise_seconds = 20.0
"""


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "dabir_training.cli", *map(str, words)]


def done(*words: str | Path) -> str:
    ended = subprocess.run(command(*words), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def steps_in(metrics: Path) -> list[int]:
    lines = metrics.read_text(encoding="utf-8").splitlines() if metrics.exists() else []
    return [told["step"] for line in lines if line.endswith("}") and "loss" in (told := json.loads(line))]


def kill_at(step: int, run: Path, metrics: Path) -> None:
    """Trains until that step is told, and kills the run and all that it started."""
    with subprocess.Popen(command("train", run), start_new_session=True, stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + PATIENCE
        while max(steps_in(metrics), default=0) < step:
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < end
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
    assert max(steps_in(metrics)) < STEPS


@pytest.mark.parametrize(("form", "splits"), [(RELEASE_11, "official"), (RELEASE_27, "validated")], ids=["11", "27"])
def test_a_release_becomes_a_model_that_writes_what_is_said(tmp_path: Path, form: Form, splits: str) -> None:
    release = make_release(tmp_path / "release", form, size=Size(train=24, dev=6, test=6, repeats=8))
    archive = release.archive(tmp_path / "cv.tar.gz")
    run, folder = tmp_path / "run.toml", tmp_path / "run"
    said = {"folder": tmp_path, "release": archive, "model": locate(DEMO), "splits": splits, "steps": STEPS}
    run.write_text(RUN.format(**said), encoding="utf-8")

    done("prepare", run)
    clips = list(PreparedSet(folder / "prepared").clips())
    assert {clip.split for clip in clips} == set(Split)
    kill_at(random.randint(2, STEPS - 4), run, folder / "checkpoints" / "metrics.jsonl")
    done("train", run)
    assert steps_in(folder / "checkpoints" / "metrics.jsonl") == list(range(1, STEPS + 1))
    done("export", run)
    done("evaluate", run, "--split", "test", "--checkpoint", folder / "release")
    done("card", run)
    assert "fa-score-1" in (folder / "release" / "README.md").read_text(encoding="utf-8")

    spoken = release.of("test")[0]
    sound = release.folder / "clips" / spoken.clip
    transcribe = [sys.executable, "-m", "dabir_core.cli", "transcribe", sound, "--language", "fa"]
    written = subprocess.run(
        [*map(str, transcribe), "--model", str(folder / "release")],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert score([(spoken.spoken, written.stdout)]).wer.value <= 0.34
