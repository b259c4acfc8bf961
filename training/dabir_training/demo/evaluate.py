"""Word and character error rates of an exported folder on held-out synthetic speech, through transformers' generate.

What is compared: display-form text as it stands, ZWNJ included, without the punctuation marks ، . ؟ (a second figure
keeps them). Windows are zero-padded to the model's length, as the product feeds them.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jiwer
import numpy as np
import torch
from transformers import WhisperForConditionalGeneration

from dabir_core.arrays import Waveform
from dabir_core.speech.log_mel import log_mel
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.corpus import Corpus, draw_voice
from dabir_training.demo.espeak import Synthesiser
from dabir_training.demo.off_template import OFF_TEMPLATE_SENTENCES
from dabir_training.demo.run_file import Run
from dabir_training.demo.tokenizer import Vocabulary
from dabir_training.demo.windows import join

_BATCH: Final = 25
_LONGEST_PAUSE: Final = 1.2
_NO_MARKS: Final = str.maketrans("", "", "،.؟")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A window and its reference text."""

    waveform: Waveform
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Error rates over all windows together; `exact` is the share of windows right to the last mark."""

    windows: int
    wer: float
    cer: float
    wer_with_marks: float
    exact: float


class Reader:
    """An exported folder, ready to turn windows into text greedily."""

    def __init__(self, folder: Path) -> None:
        """Loads the folder in float32."""
        self._model = WhisperForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
        self._vocabulary = Vocabulary.load(folder / "tokenizer.json")
        self._samples = self._model.config.max_source_positions * 2 * 160

    def read(self, waveforms: Sequence[Waveform]) -> list[str]:
        """Returns the text of each window."""
        texts: list[str] = []
        for at in range(0, len(waveforms), _BATCH):
            mels = [self._log_mel(waveform) for waveform in waveforms[at : at + _BATCH]]
            with torch.inference_mode():
                ids = self._model.generate(torch.from_numpy(np.stack(mels)), language="fa", task="transcribe")
            texts += [self._vocabulary.tokenizer.decode(row).strip() for row in ids.tolist()]
        return texts

    def _log_mel(self, waveform: Waveform) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        padded = np.pad(waveform[: self._samples], (0, max(0, self._samples - waveform.size)))
        return log_mel(padded, mel_bins=self._model.config.num_mel_bins)


def single_windows(corpus: Corpus) -> list[Spoken]:
    """Returns each utterance as its own window."""
    return [Spoken(corpus.waveform(utterance), utterance.text) for utterance in corpus.utterances]


def joined_windows(corpus: Corpus, *, count: int, seconds: float, seed: int) -> list[Spoken]:
    """Returns windows of two to four utterances with pauses between."""
    draw, windows = random.Random(seed), list[Spoken]()
    while len(windows) < count:
        chosen = draw.sample(corpus.utterances, draw.randint(2, 4))
        window = join(corpus, chosen, draw, longest_pause=_LONGEST_PAUSE)
        if window.waveform.size <= seconds * SAMPLE_RATE_HZ:
            windows.append(Spoken(window.waveform, " ".join(utterance.text for utterance in chosen)))
    return windows


def off_template_windows(run: Run) -> list[Spoken]:
    """Speaks the sentences that no template grows, each by a voice of the family."""
    draw, synthesiser = random.Random(f"{run.seed} off-template"), Synthesiser()
    return [
        Spoken(synthesiser.say(text, draw_voice(run.corpus, draw)).waveform, text) for text in OFF_TEMPLATE_SENTENCES
    ]


def score(reader: Reader, windows: Sequence[Spoken]) -> Score:
    """Reads the windows and compares."""
    hypotheses = reader.read([window.waveform for window in windows])
    references = [window.text for window in windows]
    plain, plain_hypotheses = ([text.translate(_NO_MARKS) for text in texts] for texts in (references, hypotheses))
    return Score(
        windows=len(windows),
        wer=float(jiwer.wer(plain, plain_hypotheses)),
        cer=float(jiwer.cer(plain, plain_hypotheses)),
        wer_with_marks=float(jiwer.wer(references, hypotheses)),
        exact=sum(a == b for a, b in zip(references, hypotheses, strict=True)) / len(windows),
    )
