"""Which clips a split has, in a few bytes each: a manifest of any size is never held in memory.

Kept are a clip's place in the file and what the plan of an epoch asks for (length, speaker, language), in flat arrays:
some twenty bytes a clip, shared by forked workers. The rest is read from the manifest when a clip is used. A file is
opened for each such reading, since an open one would share its position between forked processes.
"""

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.units import to_samples
from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import MANIFEST, Clip, PreparedSet, Split
from dabir_training.windows.clip_sound import samples_of_file

_LONGEST_SAMPLES: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ClipIndex:
    """The clips of one split, by row.

    offsets     of their lines in the manifest, (rows,) int64
    samples     of their sound at 16 kHz, (rows,) int32; 0 where the file cannot be read
    speakers    (rows,) int32; a clip whose speaker is not known has one of its own
    languages   (rows,) int16 into `codes`
    """

    prepared: PreparedSet
    offsets: NDArray[np.int64]
    samples: NDArray[np.int32]
    speakers: NDArray[np.int32]
    languages: NDArray[np.int16]
    codes: tuple[str, ...]

    def __len__(self) -> int:
        """How many clips there are."""
        return len(self.offsets)

    def clip(self, row: int) -> Clip:
        """A clip as the manifest has it. Raises: PreparedSetWrong."""
        try:
            with (self.prepared.folder / MANIFEST).open("rb") as lines:
                lines.seek(int(self.offsets[row]))
                return Clip.of_line(lines.readline().decode("utf-8"))
        except (OSError, UnicodeDecodeError) as cause:
            raise PreparedSetWrong(str(self.prepared.folder)) from cause


def read_index(prepared: PreparedSet, split: Split) -> ClipIndex:
    """Reads the manifest once, line by line. Raises: PreparedSetWrong, also for a split without clips."""
    offsets, samples, speakers, languages = array("q"), array("i"), array("Q"), array("h")
    codes: dict[str, int] = {}
    for offset, clip in _placed_clips(prepared):
        if clip.split is not split:
            continue
        offsets.append(offset)
        samples.append(_samples(prepared, clip))
        speakers.append(_speaker_key(clip))
        languages.append(codes.setdefault(clip.language, len(codes)))
    if not offsets:
        raise PreparedSetWrong(f"{prepared.folder}: {split}", detail="no clip of this split")
    return ClipIndex(
        prepared=prepared,
        offsets=np.array(offsets, np.int64),
        samples=np.array(samples, np.int32),
        speakers=np.unique(np.array(speakers, np.uint64), return_inverse=True)[1].astype(np.int32),
        languages=np.array(languages, np.int16),
        codes=tuple(codes),
    )


def _placed_clips(prepared: PreparedSet) -> Iterator[tuple[int, Clip]]:
    """Every clip and where its line begins."""
    offset = 0
    try:
        with (prepared.folder / MANIFEST).open("rb") as lines:
            for line in lines:
                yield offset, Clip.of_line(line.decode("utf-8"))
                offset += len(line)
    except (OSError, UnicodeDecodeError) as cause:
        raise PreparedSetWrong(str(prepared.folder)) from cause


def _samples(prepared: PreparedSet, clip: Clip) -> int:
    if clip.duration > 0:
        return min(to_samples(clip.duration), _LONGEST_SAMPLES)
    return max(0, samples_of_file(prepared.sound_of(clip)) - to_samples(clip.start))


def _speaker_key(clip: Clip) -> int:
    """64 bits of a hash: speakers' names may be long, and there may be as many as clips."""
    named = json.dumps([clip.source, clip.speaker] if clip.speaker else [clip.source, "", clip.id])
    return int.from_bytes(blake2b(named.encode("utf-8"), digest_size=8).digest(), "little")
