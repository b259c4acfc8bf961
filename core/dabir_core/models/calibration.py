"""Alignment heads for a checkpoint, found by feeding it the text of speech that it is given.

Every head listens once; which of them tell the words' times is `head_calibration`'s judgement. The bundled sample's
words have known times, so that heads can be weighed against each other; recordings of one's own, with the text that the
checkpoint itself reads in them, show which heads follow the voice at all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.asr.alignment import tokens_to_align
from dabir_core.asr.architecture import Heads
from dabir_core.asr.calibrated_heads import calibrated_heads
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.configuration import read_generation_settings
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines import Encoded, Engine, load_engine
from dabir_core.asr.head_calibration import KnownStarts, Listening, choose_heads
from dabir_core.asr.punctuation import ends_sentence
from dabir_core.asr.word_times import SHORTEST_PAUSE
from dabir_core.asr.words import letters_of_tokens, spell_words
from dabir_core.audio import open_audio
from dabir_core.options import Task
from dabir_core.paths import samples_folder
from dabir_core.speech import log_mel
from dabir_core.transcript import Word
from dabir_core.units import POSITIONS_PER_SECOND, SAMPLE_RATE_HZ, Seconds, to_samples, to_seconds


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Speech of at most a window and the text that is said in it; its words, timed from its start, where known."""

    waveform: Waveform
    text: str
    language: str | None
    words: tuple[Word, ...] = ()


def has_heads(folder: Path, sizes: Dimensions) -> bool:
    """Whether a checkpoint's folder tells alignment heads, calibrated or listed; else its architecture's are taken."""
    return bool(calibrated_heads(folder, sizes) or read_generation_settings(folder, sizes).alignment_heads)


def calibrate(checkpoint: Checkpoint, passages: Sequence[Passage], *, engine: str = "auto") -> Heads:
    """The heads that tell word times best, from at least one passage.

    Loads a second engine, whose alignment gives all heads, for as long as this takes.
    Raises: OptionError for a language that the checkpoint does not know or an unknown engine; ModelError.
    """
    sizes = checkpoint.dimensions
    every = tuple(product(range(sizes.decoder_layers), range(sizes.decoder_heads)))
    listener = _Listener(load_engine(replace(checkpoint, alignment_heads=every), engine=engine), checkpoint)
    present = [every.index(head) for head in checkpoint.alignment_heads]
    chosen = choose_heads([listener.listen(passage) for passage in passages], present=present)
    return tuple(every[place] for place in chosen)


def sample_passages(longest: Seconds) -> tuple[Passage, ...]:
    """The bundled Persian note in as few passages of whole sentences as windows of that length hold."""
    folder = samples_folder()
    with open_audio(folder / "demo.ogg") as decoding:
        sound = np.concatenate(list(decoding))
    sentences = list(_sentences(_timed_words(folder / "demo.words.json")))
    cuts = [0, *(_between(*pair) for pair in pairwise(sentences)), sound.size]
    passages, first = list[Passage](), 0
    for last in range(1, len(sentences) + 1):
        is_full = last < len(sentences) and cuts[last + 1] - cuts[first] > to_samples(longest)
        if is_full or last == len(sentences):
            words = tuple(word for sentence in sentences[first:last] for word in sentence)
            passages.append(_passage(sound[cuts[first] : cuts[last]], words, offset=to_seconds(cuts[first])))
            first = last
    return tuple(passages)


def _timed_words(path: Path) -> list[Word]:
    listed: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [Word(str(each["word"]), float(each["start"]), float(each["end"]), 1.0) for each in listed]


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        if ends_sentence(word.text):
            yield sentence
            sentence = []


def _between(before: Sequence[Word], after: Sequence[Word]) -> int:
    """The sample in the middle of the pause between two sentences."""
    return to_samples((before[-1].end + after[0].start) / 2)


def _passage(sound: Waveform, words: Sequence[Word], *, offset: Seconds) -> Passage:
    moved = tuple(replace(word, start=word.start - offset, end=word.end - offset) for word in words)
    return Passage(sound, " ".join(word.text for word in words), "fa", moved)


@dataclass(frozen=True, slots=True)
class _Listener:
    """An engine whose alignment gives all heads."""

    engine: Engine
    checkpoint: Checkpoint

    def listen(self, passage: Passage) -> Listening:
        vocabulary = self.checkpoint.vocabulary
        prompt = vocabulary.prompt(passage.language, Task.TRANSCRIBE, timestamps=False)
        tokens = vocabulary.encode(" " + passage.text)
        spelled = [vocabulary.token_bytes(token) for token in tokens]
        fed = tokens_to_align(prompt, tokens, end_of_text=vocabulary.end_of_text)
        return Listening(
            attention=self._encoded(passage.waveform).align(0, fed),
            prompt_length=len(prompt),
            positions=passage.waveform.size * POSITIONS_PER_SECOND // SAMPLE_RATE_HZ,
            letters=tuple(letters_of_tokens(spelled)),
            starts=_known_starts(passage, spelled),
        )

    def _encoded(self, waveform: Waveform) -> Encoded:
        sizes = self.checkpoint.dimensions
        padded = np.zeros(sizes.window_samples, dtype=np.float32)
        padded[: waveform.size] = waveform
        return self.engine.encode(log_mel(padded, mel_bins=sizes.mel_bins)[None])


def _known_starts(passage: Passage, spelled: Sequence[bytes]) -> KnownStarts:
    """Of the passage's words by their tokens; none where the vocabulary spells them otherwise."""
    words = spell_words(spelled, language=passage.language or "")
    if [word.text for word in words] != [word.text for word in passage.words]:
        return ()
    return tuple(
        (word.first, known.start)
        for word, (before, known) in zip(words[1:], pairwise(passage.words), strict=True)
        if known.start - before.end < SHORTEST_PAUSE
    )
