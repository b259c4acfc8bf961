"""What packing saves: the same clips in our windows and in the student's, 30 s for each clip, at whisper-small's shape.

Run as `python -m benchmarks.training_packing`. Encoder windows are counted over a whole epoch of many clips, by number
and by the positions that the encoder computes (a short input has fewer). The speed is that of forward and backward
passes of a model of whisper-small's shape with random weights, a window at a time, under bfloat16 autocast on this
machine's CPU. Of each length that our windows have some are measured, the student's between them, and an epoch's time
is that of all its windows at the mean of their length's. The peer is the student's way in our code: a window of 30 s
for each clip, no times, nothing changed, the same model and loss. His notebook's own loop has the library's overhead
besides.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from benchmarks.training_clips import STUDENT_WINDOWS, UNCHANGED, Material, write_material
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.windows import Example, TrainingWindows, collate

_WANTED_WINDOWS: Final = 6.0
_WANTED_SPEED: Final = 5.0
_OF_WHOLE: Final = 4
_OF_SHORTER: Final = 1
_ROUNDS: Final = 2


@dataclass(slots=True)
class Epoch:
    """One way's windows over an epoch, and what those that were tried took."""

    windows: TrainingWindows
    seconds: dict[int, list[float]] = field(default_factory=dict)

    def places(self, *, of_whole: int, of_shorter: int) -> list[int]:
        """Some windows of every length, by chance."""
        lengths, rng = self.windows.lengths, np.random.default_rng(0)
        whole = int(lengths.max())
        chosen = []
        for length in np.unique(lengths).tolist():
            places = rng.permutation(np.flatnonzero(lengths == length))
            chosen += places[: of_whole if length == whole else of_shorter].tolist()
        return [int(place) for place in rng.permutation(chosen)]

    def note(self, place: int, seconds: float) -> None:
        """What a window took."""
        self.seconds.setdefault(int(self.windows.lengths[place]), []).append(seconds)

    @property
    def epoch_seconds(self) -> float:
        """Of all windows, each at the mean of its length."""
        lengths, counts = np.unique(self.windows.lengths, return_counts=True)
        of_length = zip(lengths.tolist(), counts.tolist(), strict=True)
        return float(sum(count * np.mean(self.seconds[length]) for length, count in of_length))

    @property
    def positions(self) -> int:
        """Samples that the encoder is given."""
        return int(self.windows.lengths.sum())


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_packing", description=__doc__)
    parser.add_argument("--clips", type=int, default=200, help="that have a sound of their own")
    parser.add_argument("--rows", type=int, default=20_000, help="of the manifest, which names them again and again")
    parser.add_argument("--size", default="small")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        material = write_material(Path(folder), clips=given.clips, rows=given.rows, size=given.size)
        ours, student = _epochs(material)
        _measure(ours, student, _model(material.checkpoint))
        _print(material, ours, student)


def _epochs(material: Material) -> tuple[Epoch, Epoch]:
    ways = ((WindowSettings(), AugmentSettings()), (STUDENT_WINDOWS, UNCHANGED))
    ours, student = (
        Epoch(TrainingWindows(material.prepared, *way, checkpoint=material.checkpoint, seed=1)) for way in ways
    )
    return ours, student


def _model(checkpoint: Path) -> Any:
    from transformers import WhisperConfig

    from dabir_training.fitting.whisper import WhisperForConditionalGeneration

    torch.manual_seed(0)
    return WhisperForConditionalGeneration(WhisperConfig.from_pretrained(checkpoint)).train()


def _measure(ours: Epoch, student: Epoch, model: Any) -> None:
    """Takes turns: one of the student's, which are all alike, after every third of ours."""
    his_places = student.places(of_whole=_OF_WHOLE, of_shorter=0)
    _seconds(model, student.windows[his_places[0]])  # the first one takes memory from the system
    for turn, our_place in enumerate(ours.places(of_whole=_OF_WHOLE, of_shorter=_OF_SHORTER)):
        ours.note(our_place, _seconds(model, ours.windows[our_place]))
        if turn % 3 == 0 and his_places:
            his_place = his_places.pop()
            student.note(his_place, _seconds(model, student.windows[his_place]))


def _seconds(model: Any, example: Example) -> float:
    """Of a forward and a backward pass: the faster of two, since something else may run besides."""
    return min(_step(model, example) for _ in range(_ROUNDS))


def _step(model: Any, example: Example) -> float:
    batch: Mapping[str, torch.Tensor] = collate([example])
    began = time.perf_counter()
    with torch.autocast("cpu", torch.bfloat16):
        loss = model(**batch).loss
    loss.backward()
    took = time.perf_counter() - began
    model.zero_grad()
    return took


def _print(material: Material, ours: Epoch, student: Epoch) -> None:
    audio = sum(material.durations)
    number = len(student.windows) / len(ours.windows)
    positions = student.positions / ours.positions
    speeds = [audio / epoch.epoch_seconds for epoch in (ours, student)]
    print(f"{len(material.durations)} clips, mean {np.mean(material.durations):.2f} s; bfloat16 autocast, one row\n")
    print("| | ours | the student's | ratio | wanted |\n|---|---|---|---|---|")
    _row("windows", [len(ours.windows), len(student.windows)], number, "")
    counted = [epoch.positions / 480_000 for epoch in (ours, student)]
    _row("encoder work, in windows of 30 s", counted, positions, f">= {_WANTED_WINDOWS}")
    _row("seconds of an epoch, forward and backward", [ours.epoch_seconds, student.epoch_seconds], None, "")
    _row("audio seconds trained a second", speeds, speeds[0] / speeds[1], f">= {_WANTED_SPEED}")
    for length, seconds in sorted(ours.seconds.items()):
        print(f"  ours, {length / 16000:.0f} s: {np.mean(seconds):.2f} s, {len(seconds)} measured")
    his = next(iter(student.seconds.values()))
    print(f"  the student's, 30 s: {np.mean(his):.2f} s, {len(his)} measured, {min(his):.2f} to {max(his):.2f}")


def _row(name: str, figures: Iterable[float], ratio: float | None, wanted: str) -> None:
    cells = [f"{figure:.4g}" for figure in figures]
    print(f"| {name} | {' | '.join(cells)} | {'' if ratio is None else f'{ratio:.2f}'} | {wanted} |")


if __name__ == "__main__":
    main()
