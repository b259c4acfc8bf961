"""Does a set's training part hold speakers or sentences of its dev or test: asked of the manifest itself.

The rules that made the set are not asked, so that a fault in them is found. What dev and test hold is small and is kept
in memory; the training part streams by.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabir_training.manifest import MANIFEST, PreparedSet, Split, clips_of
from dabir_training.prepare.text import sentence_key

_EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Leaks:
    """Training clips that share a speaker or a sentence with dev or test; `examples` are ids."""

    speakers: int
    sentences: int
    examples: tuple[str, ...]

    @property
    def are_none(self) -> bool:
        """Whether nothing leaks."""
        return self.speakers == 0 == self.sentences


def find_leaks(prepared: PreparedSet) -> Leaks:
    """Of a set. Raises: PreparedSetWrong."""
    return leaks_within(prepared.folder / MANIFEST)


def leaks_within(manifest: Path) -> Leaks:
    """Reads the manifest twice; it may not have its name yet. Raises: PreparedSetWrong."""
    speakers: set[str] = set()
    sentences: set[int] = set()
    for clip in clips_of(manifest):
        if clip.split is not Split.TRAIN:
            speakers.add(clip.speaker)
            sentences.add(sentence_key(clip.text))
    speakers.discard("")
    by_speaker = by_sentence = 0
    examples: list[str] = []
    for clip in clips_of(manifest, Split.TRAIN):
        is_speaker, is_sentence = clip.speaker in speakers, sentence_key(clip.text) in sentences
        by_speaker += is_speaker
        by_sentence += is_sentence
        if (is_speaker or is_sentence) and len(examples) < _EXAMPLES:
            examples.append(clip.id)
    return Leaks(by_speaker, by_sentence, tuple(examples))
