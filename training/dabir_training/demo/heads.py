"""Which cross-attention heads tell word times: chosen on training speech, after training.

The guided heads look into the right word but sit early in it, so that alone they put every boundary some 80 ms too
soon; together with others they do not. Which those are, a run's weights decide: all sets are tried with core's own
alignment against espeak-ng's word times.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import WhisperForConditionalGeneration

from dabir_core.asr.alignment import token_boundaries, tokens_to_align
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.asr.words import letters_of_tokens
from dabir_core.options import Task
from dabir_core.speech.log_mel import log_mel
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.corpus import Corpus
from dabir_training.demo.windows import Window, join

_WINDOWS: Final = 80
_LONGEST_PAUSE: Final = 1.0
_MOST_SENTENCES: Final = 3
_MARKS: Final = "،.؟"

Head = tuple[int, int]
"""Decoder layer and head."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """One window's cross-attention (N layers, H, L, S) with what is needed to read word times from it.

    tokens_a_word   text tokens of each of the window's words
    letters         spoken letters of each text token
    """

    attention: NDArray[np.float32]
    prompt_length: int
    positions: int
    tokens_a_word: tuple[int, ...]
    letters: tuple[float, ...]
    window: Window

    def errors(self, heads: Sequence[Head]) -> list[float]:
        """Returns the distance in seconds of each word's start and end from espeak-ng's."""
        chosen = np.stack([self.attention[layer, head] for layer, head in heads])
        bounds = token_boundaries(
            chosen, prompt_length=self.prompt_length, positions=self.positions, letters=self.letters
        )
        found, first = list[float](), 0
        words = [word for sentence in self.window.sentences for word in sentence.words]
        for word, count in zip(words, self.tokens_a_word, strict=True):
            last = first + count - (word.text[-1] in _MARKS)  # the mark's own token is the pause
            found += [abs(bounds[first] - word.start), abs(bounds[last] - word.end)]
            first += count
        return found


def align_windows(folder: Path, corpus: Corpus, *, seed: int) -> list[Aligned]:
    """Runs the exported folder over windows of one to three utterances, fed their true text."""
    model = WhisperForConditionalGeneration.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    vocabulary = load_checkpoint(folder).vocabulary
    samples = round(model.config.max_source_positions * SAMPLE_RATE_HZ / 50)
    draw, aligned = random.Random(seed), list[Aligned]()
    while len(aligned) < _WINDOWS:
        chosen = draw.sample(corpus.utterances, draw.randint(1, _MOST_SENTENCES))
        window = join(corpus, chosen, draw, longest_pause=_LONGEST_PAUSE)
        if window.waveform.size <= samples:
            aligned.append(_align(model, vocabulary, window, samples=samples))
    return aligned


def choose_heads(aligned: Sequence[Aligned]) -> list[Head]:
    """Returns the set of heads with the least median error."""
    layers, heads = aligned[0].attention.shape[:2]
    every = list(product(range(layers), range(heads)))
    sets = [list(chosen) for count in range(1, len(every) + 1) for chosen in combinations(every, count)]
    return min(sets, key=lambda chosen: median_error(aligned, chosen))


def median_error(aligned: Sequence[Aligned], heads: Sequence[Head]) -> float:
    """Returns the median distance in seconds of word starts and ends from espeak-ng's."""
    return median(error for one in aligned for error in one.errors(heads))


def read_heads(folder: Path) -> list[Head]:
    """Reads `alignment_heads` of an exported folder."""
    settings = json.loads((folder / "generation_config.json").read_text(encoding="utf-8"))
    return [(layer, head) for layer, head in settings["alignment_heads"]]


def write_heads(folder: Path, heads: Sequence[Head]) -> None:
    """Replaces `alignment_heads` of an exported folder."""
    path = folder / "generation_config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["alignment_heads"] = [list(head) for head in heads]
    path.write_text(json.dumps(settings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _align(model: WhisperForConditionalGeneration, vocabulary: Vocabulary, window: Window, *, samples: int) -> Aligned:
    prompt = vocabulary.prompt("fa", Task.TRANSCRIBE, timestamps=False)
    spelled = [vocabulary.encode(f" {word.text}") for sentence in window.sentences for word in sentence.words]
    text = [token for word in spelled for token in word]
    tokens = tokens_to_align(prompt, text, end_of_text=vocabulary.end_of_text)
    padded = np.pad(window.waveform, (0, samples - window.waveform.size))
    mel = torch.from_numpy(log_mel(padded, mel_bins=model.config.num_mel_bins))[None]
    with torch.inference_mode():
        seen = model(input_features=mel, decoder_input_ids=torch.from_numpy(tokens)[None], output_attentions=True)
    return Aligned(
        attention=np.stack([layer[0].numpy() for layer in seen.cross_attentions]),
        prompt_length=len(prompt),
        positions=window.waveform.size * 50 // SAMPLE_RATE_HZ,
        tokens_a_word=tuple(len(word) for word in spelled),
        letters=tuple(letters_of_tokens([vocabulary.token_bytes(token) for token in text])),
        window=window,
    )
