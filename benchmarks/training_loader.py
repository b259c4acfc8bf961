"""How fast one core makes training examples: our windows on the fly, and the student's way with `datasets.map`.

Run as `python -m benchmarks.training_loader`. Each way runs in processes of its own with one thread, in turn, three
times; the fastest counts. Both read the same mp3 clips of 48 kHz. Ours is an epoch of `TrainingWindows` as the
recommended run has it (packed, changed, log-mel, tokens), collated to batches, and again without any change of the
sound. The student's is his notebook's: `datasets.map` with transformers' feature extractor (always 30 s) and tokenizer,
features stored as float32; then an epoch that reads them back. His decoding by `datasets.Audio` needs a library that
does not load everywhere, so he is given our own reader of clips. A clip of his costs 0.96 MB of disk, of ours none.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from benchmarks.training_clips import UNCHANGED, Material, write_material
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.manifest import PreparedSet, Split

_ROUNDS: Final = 3
_BATCH: Final = 16


def ours(place: Path) -> float:
    """Seconds of an epoch of the recommended windows."""
    return _epoch(place, AugmentSettings())


def unchanged(place: Path) -> float:
    """Seconds of an epoch of our windows with their sound as it was recorded."""
    return _epoch(place, UNCHANGED)


def _epoch(place: Path, augment: AugmentSettings) -> float:
    from dabir_training.windows import TrainingWindows, collate, order_by_length

    prepared, checkpoint = PreparedSet(place / "prepared"), place / "shape"
    windows = TrainingWindows(prepared, WindowSettings(), augment, checkpoint=checkpoint, seed=1)
    began = time.perf_counter()
    order = order_by_length(windows.lengths, _BATCH, seed=1)
    for first in range(0, len(order), _BATCH):
        collate([windows[int(number)] for number in order[first : first + _BATCH]])
    return time.perf_counter() - began


def student_map(place: Path) -> float:
    """Seconds in which the student stores features of all clips."""
    began = time.perf_counter()
    _stored(place)
    return time.perf_counter() - began


def student_epoch(place: Path) -> float:
    """Seconds in which he reads them back once, as batches."""
    stored = _stored(place).with_format("numpy")
    began = time.perf_counter()
    for first in range(0, len(stored), _BATCH):
        rows = stored[first : first + _BATCH]
        np.stack(rows["input_features"])
    return time.perf_counter() - began


def _stored(place: Path) -> Any:
    from datasets import Dataset
    from transformers import WhisperFeatureExtractor, WhisperTokenizer

    from dabir_training.windows.clip_sound import read_sound

    extractor: Any = WhisperFeatureExtractor()
    tokenizer: Any = WhisperTokenizer.from_pretrained(place / "shape", language="fa", task="transcribe")

    def features(row: Mapping[str, Any]) -> dict[str, Any]:
        sound = read_sound(Path(row["sound"]))
        heard = extractor(sound, sampling_rate=16_000).input_features[0]
        return {"input_features": heard, "labels": tokenizer(row["text"]).input_ids}

    prepared = PreparedSet(place / "prepared")
    clips = list(prepared.clips(Split.TRAIN))
    rows = {"sound": [str(prepared.sound_of(clip)) for clip in clips], "text": [clip.text for clip in clips]}
    cache = Path(tempfile.mkdtemp(dir=place)) / "features.arrow"
    return Dataset.from_dict(rows).map(features, cache_file_name=str(cache), load_from_cache_file=False)


WAYS: Mapping[str, tuple[str, Callable[[Path], float]]] = MappingProxyType(
    {
        "ours": ("ours, an epoch", ours),
        "unchanged": ("ours, an epoch of unchanged sound", unchanged),
        "student_map": ("the student's, storing features", student_map),
        "student_epoch": ("the student's, an epoch of reading them", student_epoch),
    }
)


def main() -> None:
    """Measures all, or one way in this process, and prints it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_loader", description=__doc__)
    parser.add_argument("--clips", type=int, default=300)
    parser.add_argument("--way", choices=WAYS, help="this way alone, in this process")
    parser.add_argument("--place", type=Path, help="with --way: where its clips lie")
    given = parser.parse_args()
    if given.way:
        print(json.dumps(WAYS[given.way][1](given.place)))
        return
    with tempfile.TemporaryDirectory() as folder:
        material = write_material(Path(folder), clips=given.clips)
        rounds = [{way: _measured(way, Path(folder)) for way in WAYS} for _ in range(_ROUNDS)]
        _print(material, {way: min(each[way] for each in rounds) for way in WAYS})


def _measured(way: str, place: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.training_loader", "--way", way, "--place", str(place)]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ | one_thread)
    return float(json.loads(told.stdout.splitlines()[-1]))


def _print(material: Material, seconds: Mapping[str, float]) -> None:
    clips, audio = len(material.durations), sum(material.durations)
    print(f"{clips} clips, mean {audio / clips:.2f} s, mp3 48 kHz; one core\n")
    print("| way | clips a second | audio hours an hour | ms a clip |\n|---|---|---|---|")
    for way, (name, _) in WAYS.items():
        took = seconds[way]
        print(f"| {name} | {clips / took:.0f} | {audio / took:.0f} | {1000 * took / clips:.1f} |")


if __name__ == "__main__":
    main()
