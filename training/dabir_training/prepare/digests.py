"""What a manifest's content is known by."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dabir_training.manifest import Clip, Split


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 of every clip's split and id in their order, and of the file's bytes; how many clips each split has."""

    splits: str
    manifest: str
    clips: Mapping[str, int]


def digests_of(manifest: Path) -> Digests:
    """Of a manifest. Raises: PreparedSetWrong where a line is none."""
    splits, whole, clips = hashlib.sha256(), hashlib.sha256(), {str(split): 0 for split in Split}
    with manifest.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            clip = Clip.of_line(line)
            splits.update(f"{clip.split}\t{clip.id}\n".encode())
            whole.update(line.encode())
            clips[clip.split] += 1
    return Digests(splits.hexdigest(), whole.hexdigest(), clips)
