"""Whisper-small on a CUDA GPU: steps a second and memory of the recommended settings beside the student's.

Run as `python -m benchmarks.training_gpu` where CUDA is; elsewhere it says that nothing was measured. Random weights,
mp3 clips like Common Voice's, whole runs of `train` by small_fa.toml and student_cv11.toml with fewer steps, each in a
process of its own. The peer is the student's settings in our code: a window of 30 s for each clip, 16 a step;
his notebook read stored features, which is left out, and had float16, where this takes what the GPU has.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch

import dabir_training
from benchmarks.training_clips import MEAN
from benchmarks.training_runs import in_a_process, pace, short_run, write_trained_material
from dabir_training.configuration import RunConfig, read_run

RUNS: Final = Path(dabir_training.__file__).parent / "runs"
SIDES: Final = ("small_fa", "student_cv11")
_AFTER: Final = 5
_CLIPS: Final = 1500
_GIB: Final = 2**30


def main() -> None:
    """Measures and prints; with --side it is one of the runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_gpu", description=__doc__)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--side", nargs=2, metavar=("NAME", "FOLDER"))
    given = parser.parse_args()
    if given.side:
        _measure(given.side[0], Path(given.side[1]), steps=given.steps, workers=given.workers)
    elif not torch.cuda.is_available():
        print("There is no CUDA GPU here; nothing was measured.")
    else:
        _compare(["--steps", str(given.steps), "--workers", str(given.workers)])


def _compare(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        write_trained_material(Path(place), clips=_CLIPS, size="small")
        found = {
            name: json.loads(in_a_process("benchmarks.training_gpu", [*words, "--side", name, place])) for name in SIDES
        }
    print(f"On {torch.cuda.get_device_name()}:\n")
    print("| settings | steps/s | windows/s | speech s/s | waiting | GPU memory |\n|---|---|---|---|---|---|")
    for name, figures in found.items():
        print(_row(name, figures))
    ours, student = (found[name] for name in SIDES)
    print(f"\nSpeech trained on in a second: {ours['speech'] / student['speech']:.1f} times the student's.")
    print(f"Memory: {ours['memory_bytes'] / student['memory_bytes']:.2f} of the student's.")


def _row(name: str, figures: Mapping[str, float]) -> str:
    return (
        f"| {name} | {figures['steps']:.2f} | {figures['windows']:.1f} | {figures['speech']:.0f} "
        f"| {100 * figures['waiting']:.1f} % | {figures['memory_bytes'] / _GIB:.1f} GiB |"
    )


def _measure(name: str, place: Path, *, steps: int, workers: int) -> None:
    from dabir_training.fitting import plan, train
    from tests.training.fitting.spoken import describe

    config = _config(name, place)
    config.folder.mkdir()
    config.prepared.symlink_to(place / "prepared")
    describe(config)
    config = short_run(config, steps=steps, workers=workers)
    clips_per_window = _CLIPS / plan(config).windows
    train(config)
    rows = config.train.batch * config.train.accumulate
    measured = pace(config.folder, after=_AFTER, rows=rows)
    figures = {
        "steps": measured.steps_per_second,
        "windows": measured.windows_per_second,
        "speech": measured.windows_per_second * clips_per_window * MEAN,
        "waiting": measured.waiting,
        "memory_bytes": float(torch.cuda.max_memory_allocated()),
    }
    print(json.dumps(figures))


def _config(name: str, place: Path) -> RunConfig:
    return replace(read_run(RUNS / f"{name}.toml"), folder=place / name, model=str(place / "shape"))


if __name__ == "__main__":
    main()
