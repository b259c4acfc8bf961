"""Sound of any length for the benchmarks, made of the demo note's sentences.

They come in a random order that is always the same, half a second apart, over a noise that keeps silence from being
digital. Pauses are so short that no side's VAD removes any: all sides hear the same seconds.
"""

import json
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.environments import ROOT
from dabir_core.arrays import Waveform
from dabir_core.audio import open_audio
from dabir_core.units import SAMPLE_RATE_HZ, Seconds, to_samples

DEMO = ROOT / "samples" / "demo.ogg"
PAUSE: Seconds = 0.5
NOISE = 10 ** (-65 / 20)
_SENTENCE_ENDS = ".؟!"


def speech(samples: int, *, seed: int) -> Waveform:
    """(samples,) of sentences and pauses; each seed is another speech."""
    random = np.random.default_rng(seed)
    sentences, pause = demo_sentences(), np.zeros(to_samples(PAUSE), dtype=np.float32)
    parts: list[Waveform] = []
    while sum(part.size for part in parts) < samples:
        parts += [sentences[random.integers(len(sentences))].waveform, pause]
    noise = random.normal(0.0, NOISE, samples).astype(np.float32)
    return np.concatenate(parts)[:samples] + noise


@dataclass(frozen=True, slots=True)
class Sentence:
    """(T,) of a sentence, and its words."""

    waveform: Waveform
    words: tuple[str, ...]


def demo_sentences() -> list[Sentence]:
    """The demo note's sentences, cut where its word times say."""
    with open_audio(DEMO) as decoding:
        note = np.concatenate(list(decoding))
    said: list[list[dict[str, Any]]] = [[]]
    for word in json.loads(DEMO.with_suffix(".words.json").read_text(encoding="utf-8")):
        said[-1].append(word)
        if word["word"][-1] in _SENTENCE_ENDS:
            said.append([])
    return [
        Sentence(
            note[to_samples(words[0]["start"]) : to_samples(words[-1]["end"])], tuple(word["word"] for word in words)
        )
        for words in said
        if words
    ]


def write_wave(path: Path, waveform: Waveform) -> None:
    """Writes 16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(waveform, -1.0, 1.0) * 32767).astype("<i2").tobytes())
