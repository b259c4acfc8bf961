"""Notes beside a file of two hours: what its company costs them, and how long a note takes when nobody else is there.

`python -m benchmarks.bot_long_file [--notes 30]` runs the real `dabir-bot` with the demo checkpoint. Notes of ten
seconds come one a second, first alone, then while the file is being written, then alone again after it was cancelled,
so that a machine that changes its pace meanwhile shows.
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd
from tests.bot.person import Person, Seen, TelegramServer
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

_HOURS: Final = 2.0
_SETTLES: Final = 120.0
_DIFFERENT: Final = 20


class TenSeconds:
    """Notes of ten seconds, made beforehand; they come again and again."""

    def __init__(self, folder: Path) -> None:
        notes = SpokenNotes(folder)
        self._made = [notes.voice(number, sentences=3) for number in range(_DIFFERENT)]

    def voice(self, number: int = 0, *, sentences: int = 1) -> SpokenNote:  # noqa: ARG002 — obeys `Notes`
        """The note of that number."""
        return self._made[number % len(self._made)]


def long_file(note: SpokenNote, path: Path, *, hours: float = _HOURS) -> Path:
    """The note over and over, without coding it anew."""
    looped = ["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", str(note.path)]
    subprocess.run([*looped, "-t", f"{hours * 3600:.0f}", "-c", "copy", str(path)], check=True, timeout=120)
    return path


def waits(server: TelegramServer, notes: TenSeconds, count: int, *, size: int = 1000) -> list[float]:
    """One note a second, each of somebody else; how long each waited for its text."""
    crowd = Crowd(server, notes, size=size, looks_every=0.5)
    for _ in range(count):
        begun = time.monotonic()
        crowd.sends(1)
        time.sleep(max(0.0, begun + 1.0 - time.monotonic()))
    verdict = crowd.settled(_SETTLES)
    assert not verdict.lost
    return list(verdict.waits)


def line(name: str, waited: list[float]) -> str:
    """Median, p95 and worst."""
    p95 = statistics.quantiles(waited, n=20)[-1]
    return f"{name:28} median {statistics.median(waited):.2f} s, p95 {p95:.2f} s, worst {max(waited):.2f} s"


def begins(reader: Person, path: Path) -> Seen:
    """Sends the file and waits until some of its text is there."""
    reader.sends("audio", path=path, duration=int(_HOURS * 3600))
    return reader.wait(lambda seen: next((each for each in seen if len(each.text) > 200), None), _SETTLES)


def is_running(reader: Person, status: Seen) -> bool:
    """Whether the file's status can still be cancelled."""
    return any(value.startswith("stop") for value in reader.message(status.message_id).button_values)


def measure(folder: Path, count: int) -> None:
    """Prints a line for each stretch."""
    notes = TenSeconds(folder)
    path = long_file(notes.voice(0), folder / "long.ogg")
    with (
        TelegramServer.running(folder / "telegram", floods=True) as server,
        BotProcess.running(server, folder / "bot", minutes_per_day="0") as bot,
    ):
        waits(server, notes, 3)
        alone = waits(server, notes, count)
        print(line("notes alone", alone), flush=True)
        reader = server.person(5000)
        status = begins(reader, path)
        beside = waits(server, notes, count)
        assert is_running(reader, status), "the file was over too soon to compare"
        print(line("beside two hours of sound", beside), flush=True)
        stop = next(value for value in reader.message(status.message_id).button_values if value.startswith("stop"))
        reader.presses(stop)
        reader.wait(lambda seen: None if is_running(reader, status) else seen, _SETTLES)
        print(line("notes alone again", waits(server, notes, count)), flush=True)
        assert bot.is_alive


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bot_long_file", description=__doc__)
    parser.add_argument("--notes", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked.notes)


if __name__ == "__main__":
    main()
