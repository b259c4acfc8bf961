"""Which clips a split has; what of them is kept in memory."""

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import MANIFEST, PreparedSet, Split
from dabir_training.windows.clip_index import read_index
from tests.training.windows.material import DEMO, clip, write_manifest, write_set


def test_rows_are_the_clips_of_the_split_in_the_manifests_order(tmp_path: Path) -> None:
    clips = [replace(clip(n, "x.flac", 1.0 + n), split=Split.DEV if n % 3 == 0 else Split.TRAIN) for n in range(9)]
    index = read_index(write_manifest(tmp_path, clips), Split.TRAIN)
    assert [index.clip(row).id for row in range(len(index))] == [
        "made-1",
        "made-2",
        "made-4",
        "made-5",
        "made-7",
        "made-8",
    ]
    assert index.samples.tolist() == [32000, 48000, 80000, 96000, 128000, 144000]


def test_a_clip_is_read_back_whole(tmp_path: Path) -> None:
    wanted = replace(clip(3, "ج.flac", 2.5), start=1.25, language="ar", speaker="گوینده", gender="female")
    index = read_index(write_manifest(tmp_path, [clip(1, "a", 1.0), wanted]), Split.TRAIN)
    assert index.clip(1) == wanted
    assert index.codes == ("fa", "ar")
    assert index.languages.tolist() == [0, 1]


def test_a_speaker_has_one_number_within_a_source_and_an_unknown_one_their_own(tmp_path: Path) -> None:
    names = [("cv", "a"), ("cv", "b"), ("cv", "a"), ("fleurs", "a"), ("cv", ""), ("cv", "")]
    clips = [replace(clip(n, "x", 1.0), source=source, speaker=name) for n, (source, name) in enumerate(names)]
    speakers = read_index(write_manifest(tmp_path, clips), Split.TRAIN).speakers.tolist()
    assert speakers[0] == speakers[2]
    assert len(set(speakers)) == 5
    assert set(speakers) == set(range(5))


def test_a_length_that_the_source_does_not_tell_is_the_files_own(tmp_path: Path) -> None:
    made = write_set(tmp_path, [1.5])
    silent = [replace(clip(0, "0.flac", 0.0), start=0.25), clip(1, "missing.flac", 0.0)]
    index = read_index(write_manifest(tmp_path, silent), Split.TRAIN)
    assert made.folder == tmp_path
    assert index.samples.tolist() == [20000, 0]  # 1.25 s; nothing can be said of a file that is not there


@pytest.mark.parametrize("line", ['{"id": "a"}\n', "no JSON\n", b"\xff\xfe\n".decode("latin-1")])
def test_a_damaged_manifest_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / MANIFEST).write_bytes(line.encode("latin-1"))
    with pytest.raises(PreparedSetWrong):
        read_index(PreparedSet(tmp_path), Split.TRAIN)


def test_a_set_without_clips_of_the_split_or_without_a_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(PreparedSetWrong, match="dev"):
        read_index(write_manifest(tmp_path, [clip(0, "a", 1.0)]), Split.DEV)
    with pytest.raises(PreparedSetWrong):
        read_index(PreparedSet(tmp_path / "nowhere"), Split.TRAIN)


def test_a_clip_takes_eighteen_bytes(tmp_path: Path) -> None:
    """8 of offset, 4 of samples, 4 of speaker, 2 of language, and nothing that grows besides."""
    sizes = {}
    for count in (1000, 2000):
        clips = (replace(clip(n, "x", 1.0), speaker=f"{n:0128x}") for n in range(count))
        sizes[count] = len(pickle.dumps(read_index(write_manifest(tmp_path, clips), Split.TRAIN)))
    assert sizes[2000] - sizes[1000] == pytest.approx(18 * 1000, rel=0.05)


# The peak of getrusage would begin with that of the process that this one was forked from.
_PEAK = """
import sys, pathlib
from dabir_training.manifest import PreparedSet
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.windows import TrainingWindows
windows = TrainingWindows(PreparedSet(pathlib.Path(sys.argv[1])), WindowSettings(), AugmentSettings(),
                          checkpoint=pathlib.Path(sys.argv[2]), seed=1)
windows.set_epoch(1)
windows.plan
status = pathlib.Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


@pytest.mark.long
def test_memory_is_flat_from_a_thousand_to_a_hundred_thousand_clips(tmp_path: Path) -> None:
    peaks = {}
    for count in (1_000, 10_000, 100_000):
        clips = (replace(clip(n, f"{n}.mp3", 2.0 + n % 40 / 10), speaker=f"{n % 4000:0128x}") for n in range(count))
        folder = write_manifest(tmp_path / str(count), clips).folder
        command = [sys.executable, "-c", _PEAK, str(folder), str(DEMO)]
        peaks[count] = int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    assert max(peaks.values()) < 1.1 * min(peaks.values()), peaks
