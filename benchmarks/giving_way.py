"""What giving way costs: the same transcription by a worker that all else goes before, and by one that takes its share.

`python -m benchmarks.giving_way [--seconds 300] [--model demo] [--rounds 3]`: two workers, one of each kind, read the
same speech in turns, other speech in each round, so that no journal has it; the window is open, and its event loop's
pulse is taken meanwhile. On an otherwise idle machine the ratio is the cost of giving way itself.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.material import Material
from benchmarks.pulse import Pulse
from dabir_core import WorkerClient
from dabir_core.asr import Done, Failed
from dabir_core.options import TranscribeOptions
from dabir_desktop.app import Desktop, dressed_application
from dabir_desktop.engine import Engine
from dabir_desktop.settings import Settings, settings_file

_WELCOMED: Final = "[General]\nis_welcomed=True\n"
_KINDS: Final = {True: "gives way", False: "takes its share"}


def transcribed_seconds(worker: WorkerClient, sound: Path) -> float:
    """How long one job takes; blocks."""
    began = time.perf_counter()
    job = worker.submit(sound, TranscribeOptions(language="fa"))
    for message in worker.events():
        if isinstance(message, Failed):
            raise message.error
        if isinstance(message, Done) and message.job == job:
            break
    return time.perf_counter() - began


async def compare(sounds: Sequence[Path], model: str, *, folder: Path) -> None:
    """Reads each in turns and prints; the first one loads the models."""
    workers = {
        gives_way: WorkerClient.start(model, journal=folder / f"journal-{gives_way}", gives_way=gives_way)
        for gives_way in _KINDS
    }
    pulse = Pulse()
    taken: dict[bool, list[float]] = {gives_way: [] for gives_way in _KINDS}
    for number, sound in enumerate(sounds):
        for gives_way, worker in workers.items():
            pulse.start()
            seconds = await asyncio.to_thread(transcribed_seconds, worker, sound)
            if number:
                taken[gives_way].append(seconds)
                pulse.stop(f"window while a worker {_KINDS[gives_way]}")
    for gives_way, figures in taken.items():
        print(f"{_KINDS[gives_way]}: {min(figures):.2f} s at best of {', '.join(f'{each:.2f}' for each in figures)}")
    print(f"giving way costs {100 * (min(taken[True]) / min(taken[False]) - 1):+.1f} %")
    for worker in workers.values():
        worker.close()


def main() -> None:
    """Reads the arguments, opens the window, compares."""
    import qasync

    parser = argparse.ArgumentParser(description="What giving way costs.")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--model", default="demo")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["DABIR_HOME"] = home
        (Path(home) / "desktop.ini").write_text(_WELCOMED, encoding="utf-8")
        sounds = [Material(Path(home)).speech(asked.seconds, seed=seed) for seed in range(asked.rounds + 1)]
        application = dressed_application()

        async def live() -> None:
            desktop = Desktop(application, Settings(settings_file()), engine=Engine)
            desktop.show()
            await desktop.furnish()
            await compare(sounds, asked.model, folder=Path(home))
            desktop.close()

        with asyncio.Runner(loop_factory=partial(qasync.QEventLoop, application)) as runner:
            runner.run(live())


if __name__ == "__main__":
    main()
