"""How much of its time the trainer waits for windows, on this machine's processor; at most 5 % is wanted.

Run as `python -m benchmarks.training_waiting`. Whole runs of `train` over mp3 clips like Common Voice's, with packing
and augmentation as they are by default and two worker processes; the trainer's own metrics say how long it stood still
until a batch was there. There is no peer: the student's windows lay in memory, for 0.96 MB a clip. The demo's model is
the hardest case, since it is done with a window a hundred times sooner than whisper-small.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.training_runs import Pace, in_a_process, pace, short_run, write_trained_material
from dabir_core.models import DEMO
from dabir_training.configuration import FittingSettings, PreparationSettings, RunConfig, SourceKind, SourceSettings

_WANTED: Final = 0.05
_AFTER: Final = 4
_BATCH: Final = 4


def main() -> None:
    """Measures and prints; with --run it is one of the runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_waiting", description=__doc__)
    parser.add_argument("--steps", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--run", nargs=2, metavar=("FOLDER", "MODEL"))
    given = parser.parse_args()
    if given.run:
        _train(Path(given.run[0]), given.run[1], steps=given.steps, workers=given.workers)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        material = write_trained_material(folder, clips=300, size="tiny")
        print("| model | windows a second | waiting for data | wanted | reached |\n|---|---|---|---|---|")
        for name, model in (("demo", DEMO), ("whisper-tiny", str(material.checkpoint))):
            words = ["--steps", str(given.steps), "--workers", str(given.workers)]
            in_a_process("benchmarks.training_waiting", [*words, "--run", str(folder / name), model])
            _print(name, pace(folder / name, after=_AFTER, rows=_BATCH))


def _train(folder: Path, model: str, *, steps: int, workers: int) -> None:
    from dabir_training.fitting import train
    from tests.training.fitting.spoken import describe

    source = SourceSettings(SourceKind.TABLE, "none.tsv", "none")
    settings = FittingSettings(batch=_BATCH, accumulate=1, activation_checkpointing=False)
    config = RunConfig("waiting", folder, model, PreparationSettings((source,)), train=settings)
    folder.mkdir()
    (folder / "prepared").symlink_to(folder.parent / "prepared")
    describe(config)
    train(replace(short_run(config, steps=steps, workers=workers)))


def _print(name: str, measured: Pace) -> None:
    reached = "yes" if measured.waiting <= _WANTED else "**no**"
    print(
        f"| {name} | {measured.windows_per_second:.2f} | {100 * measured.waiting:.1f} % "
        f"| ≤ {100 * _WANTED:.0f} % | {reached} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
