"""How much memory decoding takes, measured in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.audio import media as made

MEASURE = """
import resource, sys
from pathlib import Path
from dabir_core.audio import open_audio
from dabir_core.errors import AudioError

def decode(path):
    try:
        with open_audio(Path(path)) as decoding:
            return sum(len(block) for block in decoding) / 16000
    except AudioError:
        return 0.0

decode(sys.argv[1])  # loads every library
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
seconds = sum(decode(path) for path in sys.argv[2:])
print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""
TEN_HOURS = 36_000.0


def decoded_seconds_and_growth_mb(warm_up: Path, paths: list[Path]) -> tuple[float, float]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", MEASURE, str(warm_up), *map(str, paths)]
    measured = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=1200)
    seconds, growth_mb = measured.stdout.split()
    return float(seconds), float(growth_mb)


def test_huge_claims_in_headers_take_no_memory(media: Path) -> None:
    hostile = [media / name for name in made.HUGE_HEADERS]
    _, growth_mb = decoded_seconds_and_growth_mb(media / "mp3_44k.mp3", hostile)
    assert growth_mb <= 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("long.ogg", "-ac 1 -c:a libopus -b:a 16k"),
        ("long.mp3", "-ar 44100 -b:a 64k"),
        ("long.flac", "-ar 8000 -ac 1"),
        ("long.mkv", "-ac 1 -c:a libopus -b:a 16k"),
        ("long.m4a", "-ac 1 -ar 16000 -c:a aac -b:a 24k"),
    ],
)
def test_ten_hours_are_decoded_in_flat_memory(media: Path, tmp_path: Path, name: str, options: str) -> None:
    made.run_ffmpeg(tmp_path, ["-stream_loop", "19", "-i", str(media / "master_stereo.wav")], {f"part_{name}": options})
    made.run_ffmpeg(tmp_path, ["-stream_loop", "599", "-i", str(tmp_path / f"part_{name}")], {name: "-c copy"})
    seconds, growth_mb = decoded_seconds_and_growth_mb(media / "mp3_44k.mp3", [tmp_path / name])
    assert seconds == pytest.approx(TEN_HOURS, rel=0.005)
    assert growth_mb <= 150
