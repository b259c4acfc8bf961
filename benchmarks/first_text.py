"""A fresh process's way from its start to a note's first text: `python -m benchmarks.first_text FOLDER NOTE FRAMES`.

It does once what the command does with a note of 10 s: load everything, find speech, encode, decode, write text.
Weights may be random, so the count of tokens is forced (100 in 30 s, as in Persian) and nothing is tried again.
`startup` runs it and holds the watch.
"""

import sys
from pathlib import Path

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.audio import open_audio
from dabir_core.loading import Loaded, load_parts
from dabir_core.options import Task
from dabir_core.speech import SileroVad
from dabir_core.speech.log_mel import log_mel
from dabir_core.units import HOP_SAMPLES, to_samples

NOTE_SECONDS = 10.0
NOTE_TOKENS = 33


def sound_of(note: Path) -> Waveform:
    """The recording, repeated or cut to the note's length."""
    with open_audio(note) as decoding:
        return np.resize(np.concatenate(list(decoding)), to_samples(NOTE_SECONDS))


def first_text(loaded: Loaded, sound: Waveform, *, frames: int) -> str:
    """What the note says, padded to a window of so many frames."""
    SileroVad(loaded.silero).probabilities(sound)
    vocabulary, sizes = loaded.checkpoint.vocabulary, loaded.engine.dimensions
    padded = np.pad(sound, (0, frames * HOP_SAMPLES - sound.size))
    cache = loaded.engine.encode(log_mel(padded, mel_bins=sizes.mel_bins)[np.newaxis]).start([0])
    fed = vocabulary.prompt("fa" if vocabulary.is_multilingual else None, Task.TRANSCRIBE, timestamps=False)
    tokens: list[int] = []
    for _ in range(NOTE_TOKENS):
        logits = cache.step(np.array([fed]))[0]
        tokens.append(int(logits[: vocabulary.end_of_text].argmax()))
        fed = (tokens[-1],)
    return vocabulary.decode(tokens)


def main() -> None:
    """Prints the text."""
    folder, note, frames = sys.argv[1:]
    print(first_text(load_parts(folder), sound_of(Path(note)), frames=int(frames)), flush=True)


if __name__ == "__main__":
    main()
