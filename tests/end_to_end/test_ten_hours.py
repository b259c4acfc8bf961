"""Ten hours of speech in memory that does not grow with the length."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import DEMO, environment

TEN_HOURS = 36_000
LIMIT_KB = 400_000


@pytest.mark.slow
def test_ten_hours_of_speech_need_little_beyond_the_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "ten-hours.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "-1", "-i", str(DEMO), "-t", str(TEN_HOURS))
    subprocess.run([*loop, "-c", "copy", str(path)], check=True, timeout=300)
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("peak_memory.py")), str(path)],
        capture_output=True, text=True, encoding="utf-8", timeout=3600, env=environment(tmp_path), check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    loaded_kb, peak_kb, duration, segments = map(int, run.stdout.split())
    assert abs(duration - TEN_HOURS) < 30
    assert segments > 5000
    assert peak_kb - loaded_kb <= LIMIT_KB
