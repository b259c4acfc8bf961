"""What a checkpoint wrote of each clip of a split, on disk: lines of JSON, so that a stopped decoding goes on.

decoding.json      what the lines depend on: checkpoint, engine, language, beams, split
hypotheses.jsonl   one line a clip, in the manifest's order; a last line that was cut off by a crash is taken back

Another decoding in the same place costs nobody hours: what lies there gets another name, and its own back once it is
asked for again.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from dabir_core.units import Seconds
from dabir_core.whole_file import write_whole
from dabir_training.errors import EvaluationWrong

DECODING: Final = "decoding.json"
HYPOTHESES: Final = "hypotheses.jsonl"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A clip, what is said in it, and what the checkpoint wrote of it; `duration` is that of its sound."""

    id: str
    reference: str
    hypothesis: str
    duration: Seconds
    speaker: str = ""
    gender: str = ""

    @property
    def line(self) -> str:
        """As it stands in the file, without the line's end."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Decoding:
    """What hypotheses depend on.

    checkpoint         its folder's name; `checkpoint_digest` tells its content
    clips, split_hash  how many the split has, and a hash of their ids, texts and places
    """

    checkpoint: str
    checkpoint_digest: str
    engine: str
    language: str
    beams: int
    split: str
    clips: int
    split_hash: str


class HypothesisFile:
    """The hypotheses of one decoding in a folder of their own."""

    def __init__(self, folder: Path, decoding: Decoding) -> None:
        """Takes up what the same decoding left; what another one left gets another name. Raises: OSError."""
        self._path = folder / HYPOTHESES
        told = json.dumps(asdict(decoding), ensure_ascii=False, indent=1) + "\n"
        if not _holds(folder / DECODING, told):
            _make_room(folder, told)
        _take_back_half_a_line(self._path)

    def append(self, utterance: Utterance) -> None:
        """Writes one more. Raises: OSError."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(utterance.line + "\n")

    def finished(self) -> set[str]:
        """The ids of the clips that are decoded."""
        return {each.id for each in read_hypotheses(self._path.parent)}


def read_hypotheses(folder: Path) -> Iterator[Utterance]:
    """What was decoded so far. Raises: EvaluationWrong for lines that are none of ours."""
    path = folder / HYPOTHESES
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                yield Utterance(**json.loads(line))
            except (ValueError, TypeError) as cause:
                raise EvaluationWrong(f"{path}: {line[:80]}") from cause


def read_decoding(folder: Path) -> Decoding:
    """What a folder's hypotheses depend on. Raises: EvaluationWrong where it holds no evaluation."""
    try:
        return Decoding(**json.loads((folder / DECODING).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as cause:
        raise EvaluationWrong(str(folder)) from cause


def _make_room(folder: Path, told: str) -> None:
    """Brings the decoding's folder into its place, or begins one there."""
    aside = [path for path in folder.parent.glob(f"{folder.name}-*") if path.is_dir()]
    if folder.exists():
        taken = {path.name for path in aside}
        free = next(f"{folder.name}-{n}" for n in range(1, len(aside) + 2) if f"{folder.name}-{n}" not in taken)
        folder.rename(folder.with_name(free))
    for earlier in aside:
        if _holds(earlier / DECODING, told):
            earlier.rename(folder)
            return
    folder.mkdir(parents=True)
    write_whole(folder / DECODING, told)


def _holds(path: Path, told: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == told


def _take_back_half_a_line(path: Path) -> None:
    """Cuts what stands after the last line's end."""
    if not path.is_file():
        return
    with path.open("r+b") as file:
        written = file.read()
        file.truncate(written.rfind(b"\n") + 1)
