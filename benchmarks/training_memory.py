"""Peak memory of preparing a set and of a pass over it, by the number of its clips, beside the student's way.

Run as `python -m benchmarks.training_memory`. Each figure is the peak resident memory (`ru_maxrss`) of a process that
does this alone, its imports included. Ours: `prepare` over a synthetic release whose clips are one mp3 of four seconds
under many names (durations are read from their headers, as for releases before 16), and the largest of its helper
processes; and a pass over the manifest through torch's DataLoader. The student's way, as his notebook has it:
`datasets.map` that stores (80, 3000) float32 features, with the library's default of 1000 rows held before they are
written. His features are zeros here, since what they say does not change how much is held, and he is run at small
counts alone, for a clip costs him 0.96 MB of disk.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

COUNTS: Final = (1000, 10_000, 100_000)
STUDENT_COUNTS: Final = (500, 1000, 2000)
_MEGABYTE: Final = 1e6
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way of doing one thing cost; `helpers_bytes` is the largest of its child processes."""

    clips: int
    peak_bytes: int
    helpers_bytes: int
    disk_bytes: int
    seconds: float


def prepare_set(place: Path, _count: int) -> tuple[int, Path]:
    """`dabir-train prepare` over the release that lies there."""
    from dabir_training.configuration import PreparationSettings, RunConfig, SourceKind, SourceSettings
    from dabir_training.prepare import prepare

    source = SourceSettings(SourceKind.COMMON_VOICE, str(place / "release"), "cv")
    prepared = prepare(RunConfig("memory", place / "run", "none", PreparationSettings((source,))))
    return sum(prepared.description().clips.values()), prepared.folder


def read_set(place: Path, _count: int) -> tuple[int, Path]:
    """Every clip of the prepared set through torch's DataLoader, in this process."""
    from torch.utils.data import DataLoader, IterableDataset

    from dabir_training.manifest import Clip, PreparedSet

    class Clips(IterableDataset[Clip]):
        """The manifest as torch reads it."""

        def __iter__(self) -> Any:
            return PreparedSet(place / "run" / "prepared").clips()

    loader = DataLoader(Clips(), batch_size=16, collate_fn=list)
    return sum(len(batch) for batch in loader), place / "nothing"


def map_features(place: Path, count: int) -> tuple[int, Path]:
    """The student's way."""
    import numpy as np
    from datasets import Dataset

    def features(_row: Mapping[str, Any]) -> dict[str, Any]:
        return {"input_features": np.zeros((80, 3000), np.float32)}

    cache = place / "features"
    cache.mkdir(parents=True)
    rows = Dataset.from_dict({"id": list(range(count))})
    rows.map(features, cache_file_name=str(cache / "features.arrow"), load_from_cache_file=False)
    return count, cache


WAYS: Mapping[str, Callable[[Path, int], tuple[int, Path]]] = MappingProxyType(
    {"prepare": prepare_set, "read": read_set, "student": map_features}
)


def main() -> None:
    """Measures all, or one way in this process, and prints it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_memory", description=__doc__)
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--student-counts", type=int, nargs="*", default=STUDENT_COUNTS)
    parser.add_argument("--way", choices=WAYS, help="this way alone, in this process")
    parser.add_argument("--place", type=Path, help="with --way: where its release lies")
    given = parser.parse_args()
    if given.way:
        print(json.dumps(asdict(_cost(WAYS[given.way], given.place, given.counts[0]))))
        return
    print(
        "| way | release rows | clips used | peak MB | helpers MB | disk MB | seconds |\n|---|---|---|---|---|---|---|"
    )
    for count in given.counts:
        with tempfile.TemporaryDirectory() as place:
            make_release(Path(place), count)
            for way in ("prepare", "read"):
                _print(way, count, measured(way, Path(place), count))
    for count in given.student_counts:
        with tempfile.TemporaryDirectory() as place:
            _print("student", count, measured("student", Path(place), count))


def _cost(way: Callable[[Path, int], tuple[int, Path]], place: Path, count: int) -> Cost:
    began = time.perf_counter()
    clips, written = way(place, count)
    seconds = time.perf_counter() - began
    peaks = [resource.getrusage(who).ru_maxrss * _KIB for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    disk_bytes = sum(path.stat().st_size for path in written.rglob("*") if path.is_file())
    return Cost(clips, peaks[0], peaks[1], disk_bytes, seconds)


def measured(way: str, place: Path, count: int) -> Cost:
    """What one way costs a process of its own."""
    command = [sys.executable, "-m", "benchmarks.training_memory", "--way", way, "--place", str(place)]
    told = subprocess.run([*command, "--counts", str(count)], stdout=subprocess.PIPE, check=True)
    return Cost(**json.loads(told.stdout.splitlines()[-1]))


def make_release(place: Path, count: int) -> None:
    """A release of so many validated rows, under `place`."""
    import numpy as np

    from tests.training.release import RELEASE_11, write_large_release, write_mp3

    noise = np.random.default_rng(0).standard_normal(4 * 16_000, dtype=np.float32) * np.float32(0.1)
    place.mkdir(exist_ok=True)
    write_mp3(noise, place / "clip.mp3", rate_hz=48_000)
    write_large_release(place / "release", RELEASE_11, rows=count, clip=place / "clip.mp3")


def _print(way: str, count: int, cost: Cost) -> None:
    sizes = [f"{size / _MEGABYTE:.0f}" for size in (cost.peak_bytes, cost.helpers_bytes, cost.disk_bytes)]
    print(f"| {way} | {count} | {cost.clips} | {' | '.join(sizes)} | {cost.seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
