"""A split through a checkpoint: clips are read by several threads, so that the engine has batches, and come in order.

A stopped run goes on after the last clip that it wrote. Only a few clips are in memory at any time.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from dabir_core.units import to_seconds
from dabir_training.errors import PreparedSetWrong
from dabir_training.evaluation.clip_reading import ClipReader, clip_sound
from dabir_training.evaluation.hypotheses import HypothesisFile, Utterance
from dabir_training.manifest import Clip, PreparedSet, Split

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
_AHEAD: Final = 2
"""Clips for each row of a batch: one is decoded while another is encoded."""


@dataclass(frozen=True, slots=True)
class SplitDigest:
    """How many clips a split has, and what tells it apart from any other."""

    clips: int
    hash: str


def digest_split(prepared: PreparedSet, split: Split) -> SplitDigest:
    """Hashes the ids, texts and places of a split's clips, in their order.

    Raises: PreparedSetWrong, also for a split without clips.
    """
    hasher, clips = hashlib.sha256(), 0
    for clip in prepared.clips(split):
        clips += 1
        hasher.update(json.dumps([clip.id, clip.text, clip.start, clip.language]).encode())
    if not clips:
        raise PreparedSetWrong(f"{prepared.folder}: no clips of {split}")
    return SplitDigest(clips, hasher.hexdigest()[:16])


def decode_split(
    prepared: PreparedSet, split: Split, *, reader: ClipReader, into: HypothesisFile, tell: Callable[[int], None]
) -> None:
    """Decodes the clips that `into` lacks; tells how many it has.

    Raises: PreparedSetWrong for a clip that cannot be heard; ModelError; OSError.
    """
    finished = into.finished()
    left = (clip for clip in prepared.clips(split) if clip.id not in finished)
    for done, utterance in enumerate(decode(prepared, left, reader=reader), start=len(finished) + 1):
        into.append(utterance)
        tell(done)


def decode(prepared: PreparedSet, clips: Iterable[Clip], *, reader: ClipReader) -> Iterator[Utterance]:
    """What the checkpoint writes of each clip, in their order. Raises: PreparedSetWrong, ModelError."""

    def read(clip: Clip) -> Utterance:
        waveform = clip_sound(prepared, clip)
        hypothesis = reader.text(waveform, language=clip.language)
        return Utterance(clip.id, clip.text, hypothesis, to_seconds(waveform.size), clip.speaker, clip.gender)

    return several(read, clips, at_once=_AHEAD * reader.batch)


def several(work: Callable[[Item], Outcome], items: Iterable[Item], *, at_once: int) -> Iterator[Outcome]:
    """What the work makes of each item, in order; so many are worked on at a time, each in a thread."""
    under_way = deque[Future[Outcome]]()
    threads = ThreadPoolExecutor(at_once, "clip")
    try:
        for item in items:
            under_way.append(threads.submit(work, item))
            if len(under_way) == at_once:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        threads.shutdown(cancel_futures=True)
