"""Every step of the run, one after the other, from nothing: as `make demo-checkpoint` does it, in small."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dabir_core.asr import load_checkpoint

ROOT = Path(__file__).parents[3]
RUN = (ROOT / "training/dabir_training/runs/demo_fa.toml").read_text(encoding="utf-8")
SMALL = {
    "sentences": "60",
    "held_out_sentences": "8",
    "bpe_tokens": "300",
    "width": "32",
    "encoder_layers": "1",
    "hidden_width": "64",
    "steps": "6",
    "short_steps": "3",
    "warmup_steps": "2",
    "decay_steps": "2",
    "short_batch": "4",
    "full_batch": "2",
    "checkpoint_every_steps": "3",
    "target_positions": "96",
}


@pytest.mark.long
def test_a_small_run_ends_in_a_checkpoint_with_its_card_and_a_note(tmp_path: Path) -> None:
    run = RUN
    for name, value in SMALL.items():
        run, replaced = re.subn(rf"(?m)^{name} = \S+", f"{name} = {value}", run)
        assert replaced == 1, name
    (tmp_path / "small.toml").write_text(run, encoding="utf-8")
    folders = ("--work", tmp_path / "work", "--checkpoint", tmp_path / "small", "--samples", tmp_path / "samples")
    command = (sys.executable, "-m", "dabir_training.demo", "all", "--run", tmp_path / "small.toml", *folders)
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert load_checkpoint(tmp_path / "small").dimensions.width == 32
    assert "for tests only" in (tmp_path / "small" / "README.md").read_text(encoding="utf-8")
    assert (tmp_path / "samples" / "demo.ogg").stat().st_size > 10_000
