"""Windows to tensors: log-mel, decoder tokens, labels, word spans for the guided heads, characters for CTC.

Shape legend: B batch, M mel bins, F frames, L tokens, N guided rows.
"""

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from dabir_core.speech.log_mel import log_mel
from dabir_core.units import HOP_SAMPLES, POSITIONS_PER_SECOND, SAMPLE_RATE_HZ
from dabir_training.demo.corpus import Corpus, Utterance
from dabir_training.demo.run_file import Run
from dabir_training.demo.tokenizer import Vocabulary
from dabir_training.demo.windows import Roughener, Sentence, Window, join

IGNORED: Final = -100
_NEIGHBOURS: Final = 300
_LONGEST_SENTENCES: Final = 5
_SHORT_PAUSE: Final = 1.0  # seconds; only its beginning is heard, after the one sentence
_FULL_PAUSE: Final = 1.5
_AFTER_END: Final = 0.3


@dataclass(frozen=True, slots=True)
class Batch:
    """One training step's tensors.

    log_mel (B, M, F); tokens, labels (B, L); guides (B, L, 2) = first and last encoder position, -1 where unguided;
    characters: CTC targets joined, with their counts (B,); positions (B,) of sound for CTC.
    """

    log_mel: Tensor
    tokens: Tensor
    labels: Tensor
    guides: Tensor
    characters: Tensor
    character_counts: Tensor
    positions: Tensor


@dataclass(frozen=True, slots=True)
class _Row:
    tokens: list[int]
    labels: list[int]
    guides: list[tuple[int, int]]
    characters: list[int]


class Batches:
    """Draws the batch of any step; the same step always gives the same batch."""

    def __init__(self, run: Run, corpus: Corpus, vocabulary: Vocabulary) -> None:
        """Keeps the corpus and prepares the noises and the characters."""
        self._run, self._corpus, self._vocabulary = run, corpus, vocabulary
        self._roughener = Roughener(run.seed)
        self._window_samples = round(run.model.window_seconds * SAMPLE_RATE_HZ)
        self.alphabet = alphabet(corpus)

    def draw(self, step: int, *, rank: int = 0) -> Batch:
        """Returns the part of one step's batch that falls to one process."""
        draw, settings = random.Random(f"{self._run.seed} {step} {rank}"), self._run.training
        if step < settings.short_steps:
            together = random.Random(f"{self._run.seed} {step}")  # all processes take similar lengths: none waits
            near = self._near(together.randrange(len(self._corpus.utterances)))
            chosen = draw.sample(near, min(settings.short_batch // settings.processes, len(near)))
            windows = [
                self._rough(join(self._corpus, [utterance], draw, longest_pause=_SHORT_PAUSE), draw)
                for utterance in chosen
            ]
            return self._tensors(windows, draw, samples=None)
        windows = [self._full(draw) for _ in range(settings.full_batch // settings.processes)]
        return self._tensors(windows, draw, samples=self._window_samples)

    def _near(self, index: int) -> list[Utterance]:
        """Returns utterances of nearly the same length as one of them."""
        first = max(0, min(index - _NEIGHBOURS // 2, len(self._corpus.utterances) - _NEIGHBOURS))
        return self._corpus.utterances[first : first + _NEIGHBOURS]

    def _full(self, draw: random.Random) -> Window:
        settings = self._run.training
        if draw.random() < settings.empty_share:
            return Window(self._roughener.emptiness(self._window_samples, draw), ())
        window = self._joined(draw)
        previous = draw.choice(self._corpus.utterances).text if draw.random() < settings.previous_share else ""
        with_timestamps = draw.random() < settings.timestamp_share
        rough = self._rough(window, draw)
        return Window(rough.waveform, rough.sentences, previous, with_timestamps)

    def _joined(self, draw: random.Random) -> Window:
        wanted = draw.randint(1, _LONGEST_SENTENCES)
        while True:
            chosen = draw.sample(self._corpus.utterances, wanted)
            window = join(self._corpus, chosen, draw, longest_pause=_FULL_PAUSE)
            if window.waveform.size <= self._window_samples:
                return window
            wanted = max(1, wanted - 1)

    def _rough(self, window: Window, draw: random.Random) -> Window:
        return Window(self._roughener.roughen(window.waveform, draw), window.sentences)

    def _tensors(self, windows: list[Window], draw: random.Random, *, samples: int | None) -> Batch:
        longest = samples or _whole_positions(max(window.waveform.size for window in windows))
        mels = [
            log_mel(np.pad(window.waveform, (0, longest - window.waveform.size)), mel_bins=self._run.model.mel_bins)
            for window in windows
        ]
        _mask(mels, draw)
        rows = [self._row(window) for window in windows]
        length = max(len(row.tokens) for row in rows)
        end = self._vocabulary.end_of_text
        return Batch(
            log_mel=torch.from_numpy(np.stack(mels)),
            tokens=torch.tensor([row.tokens + [end] * (length - len(row.tokens)) for row in rows]),
            labels=torch.tensor([row.labels + [IGNORED] * (length - len(row.labels)) for row in rows]),
            guides=torch.tensor([row.guides + [(-1, -1)] * (length - len(row.guides)) for row in rows]),
            characters=torch.tensor([index for row in rows for index in row.characters], dtype=torch.long),
            character_counts=torch.tensor([len(row.characters) for row in rows]),
            positions=torch.full((len(rows),), longest // HOP_SAMPLES // 2),
        )

    def _row(self, window: Window) -> _Row:
        text, guides = self._text(window)
        prompt, labels = self._prompt(window)
        tokens = [*prompt, *text]
        last = window.sentences[-1].end if window.sentences else None
        end_guide = (-1, -1) if last is None else _span(last, last + _AFTER_END)
        return _Row(
            tokens=tokens,
            labels=[*labels, *text, self._vocabulary.end_of_text],
            guides=[*[(-1, -1)] * (len(prompt) - 1), *guides, end_guide],
            characters=[self.alphabet[letter] for letter in _letters(window.sentences)],
        )

    def _prompt(self, window: Window) -> tuple[list[int], list[int]]:
        """Returns the prompt and the labels of all its places but the last, whose label is the first text token."""
        known = self._vocabulary
        previous = [known.start_of_previous, *known.tokenizer.encode(f" {window.previous}").ids]
        before = previous if window.previous else []
        start = [known.start_of_transcript, known.persian, known.transcribe]
        at_start = known.persian if window.sentences else known.no_speech
        labels = [IGNORED] * len(before) + [at_start, known.transcribe if window.sentences else IGNORED]
        if window.with_timestamps:
            return [*before, *start], labels
        return [*before, *start, known.no_timestamps], [*labels, IGNORED]

    def _text(self, window: Window) -> tuple[list[int], list[tuple[int, int]]]:
        tokens: list[int] = []
        guides: list[tuple[int, int]] = []
        for sentence in window.sentences:
            if window.with_timestamps:
                tokens.append(self._vocabulary.timestamp(sentence.start))
                guides.append(_span(sentence.start - 0.1, sentence.start + 0.1))
            for word in sentence.words:
                ids = self._vocabulary.word(word.text)
                tokens += ids
                guides += [_span(word.start, word.end)] * len(ids)
            if window.with_timestamps:
                tokens.append(self._vocabulary.timestamp(sentence.end))
                guides.append(_span(sentence.end - 0.1, sentence.end + 0.1))
        return tokens, guides


def alphabet(corpus: Corpus) -> dict[str, int]:
    """Numbers the letters of the corpus from 1; 0 is CTC's blank."""
    letters = sorted({letter for utterance in corpus.utterances for letter in utterance.text})
    return {letter: index for index, letter in enumerate(letters, start=1)}


def _letters(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(word.text for sentence in sentences for word in sentence.words)


def _span(start: float, end: float) -> tuple[int, int]:
    first = max(0, round(start * POSITIONS_PER_SECOND))
    return first, max(first, round(end * POSITIONS_PER_SECOND) - 1)


def _whole_positions(samples: int) -> int:
    step = 2 * HOP_SAMPLES
    return -(-samples // step) * step


def _mask(mels: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]], draw: random.Random) -> None:
    """SpecAugment, light: one band of up to 12 bins and one stretch of up to 0.1 s, in place."""
    for mel in mels:
        mean = mel.mean()
        if draw.random() < 0.5:
            first, width = draw.randrange(mel.shape[0] - 12), draw.randint(1, 12)
            mel[first : first + width] = mean
        if draw.random() < 0.5:
            first, width = draw.randrange(max(1, mel.shape[1] - 10)), draw.randint(1, 10)
            mel[:, first : first + width] = mean
