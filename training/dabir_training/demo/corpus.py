"""The spoken corpus: distinct sentences, each said once by a voice drawn from the family, on disk as int16.

Two processes synthesise; each writes one shard (sound in one flat file, one JSON line per utterance), so that training
maps the sound instead of loading it. Held-out sentences are drawn first and never enter a training shard.
"""

import json
import multiprocessing
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.espeak import SpokenWord, Synthesiser, Voice
from dabir_training.demo.opus import through_opus
from dabir_training.demo.run_file import CorpusSettings, Run
from dabir_training.demo.sample_text import SAMPLE_SENTENCES
from dabir_training.demo.sentences import FIXED, distinct

TRAIN: Final = "train"
HELD_OUT: Final = "held-out"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken sentence; its sound lies `first` samples into its shard's file."""

    text: str
    shard: int
    first: int
    samples: int
    words: tuple[SpokenWord, ...]


class Corpus:
    """All utterances of one part, shortest first, their sound mapped from disk."""

    def __init__(self, folder: Path, part: str) -> None:
        """Opens the shards that `synthesise` wrote."""
        self._sound: list[NDArray[np.int16]] = []
        utterances: list[Utterance] = []
        for shard, path in enumerate(sorted(folder.glob(f"{part}-*.jsonl"))):
            self._sound.append(np.memmap(path.with_suffix(".i16"), dtype=np.int16, mode="r"))
            lines = path.read_text(encoding="utf-8").splitlines()
            utterances += [_utterance(json.loads(line), shard) for line in lines]
        self.utterances = sorted(utterances, key=lambda utterance: (utterance.samples, utterance.text))

    def waveform(self, utterance: Utterance) -> Waveform:
        """Returns a fresh float32 copy of the utterance's sound."""
        block = self._sound[utterance.shard][utterance.first : utterance.first + utterance.samples]
        return block.astype(np.float32) / np.float32(32768.0)

    @property
    def hours(self) -> float:
        """Returns the length of all sound."""
        return sum(utterance.samples for utterance in self.utterances) / SAMPLE_RATE_HZ / 3600


def held_out_sentences(run: Run) -> list[str]:
    """Returns the test sentences: grown from templates, unseen in training and not in the sample."""
    known = frozenset(FIXED) | frozenset(SAMPLE_SENTENCES)
    return distinct(run.seed, run.corpus.held_out_sentences, without=known)


def training_sentences(run: Run) -> list[str]:
    """Returns the training sentences: all fixed ones, then grown ones, without the test's and the sample's."""
    kept = frozenset(held_out_sentences(run)) | frozenset(SAMPLE_SENTENCES)
    fixed = [sentence for sentence in FIXED if sentence not in kept]
    return fixed + distinct(run.seed + 1, run.corpus.sentences - len(fixed), without=kept | frozenset(fixed))


def synthesise(run: Run, folder: Path) -> None:
    """Speaks both parts into `folder`, which is created."""
    speak(run, held_out_sentences(run), folder, part=HELD_OUT)
    speak(run, training_sentences(run), folder, part=TRAIN)


def speak(run: Run, texts: Sequence[str], folder: Path, *, part: str) -> None:
    """Speaks the sentences of one part, in as many processes as the run says."""
    folder.mkdir(parents=True, exist_ok=True)
    processes = run.corpus.processes
    shards = [
        (run.corpus, texts[shard::processes], folder / f"{part}-{shard}", f"{run.seed} {part} {shard}")
        for shard in range(processes)
    ]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.starmap(_write_shard, shards)


def draw_voice(settings: CorpusSettings, draw: random.Random) -> Voice:
    """Draws one voice of the family."""
    pace = draw.randint(settings.slowest_words_per_minute, settings.fastest_words_per_minute)
    return Voice(draw.choice(settings.voices), pace, draw.randint(settings.lowest_pitch, settings.highest_pitch))


def _write_shard(settings: CorpusSettings, texts: Sequence[str], stem: Path, seed: str) -> None:
    draw, synthesiser, first = random.Random(seed), Synthesiser(), 0
    half = stem.with_suffix(".half")  # becomes .jsonl at the end: a shard is there as a whole or not at all
    with stem.with_suffix(".i16").open("wb") as sound, half.open("w", encoding="utf-8") as lines:
        for text in texts:
            speech = synthesiser.say(text, draw_voice(settings, draw))
            heard = speech.waveform
            if draw.random() < settings.opus_share:
                heard = through_opus(heard, bit_rate=settings.opus_bit_rate)
            sound.write((np.clip(heard, -1.0, 1.0) * 32767.0).astype(np.int16).tobytes())
            words = [[word.text, round(word.start, 3), round(word.end, 3)] for word in speech.words]
            line = {"text": text, "first": first, "samples": heard.size, "words": words}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
            first += heard.size
    half.replace(stem.with_suffix(".jsonl"))


def _utterance(line: dict[str, object], shard: int) -> Utterance:
    words = line["words"]
    assert isinstance(words, list)
    return Utterance(
        text=str(line["text"]),
        shard=shard,
        first=int(str(line["first"])),
        samples=int(str(line["samples"])),
        words=tuple(SpokenWord(str(text), float(start), float(end)) for text, start, end in words),
    )
