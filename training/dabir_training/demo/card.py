"""The demo checkpoint's model card, filled with what was measured."""

import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from dabir_training.demo.evaluate import Score
from dabir_training.demo.run_file import Run

_MEASURED_WITH: Final = ("torch", "transformers", "tokenizers", "numpy")


@dataclass(frozen=True, slots=True)
class Measured:
    """What the card tells: the three scores, and what the training took."""

    single: Score
    joined: Score
    off_template: Score
    word_error: float
    steps: int
    minutes: float
    hours: float
    words: int


def write_card(path: Path, run: Run, measured: Measured) -> None:
    """Writes README.md beside the weights."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _MEASURED_WITH)
    text = _CARD.format(
        words=measured.words,
        voices=", ".join(run.corpus.voices),
        paces=f"{run.corpus.slowest_words_per_minute}–{run.corpus.fastest_words_per_minute}",
        width=run.model.width,
        encoder_layers=run.model.encoder_layers,
        decoder_layers=run.model.decoder_layers,
        bpe=run.model.bpe_tokens,
        window=f"{run.model.window_seconds:g}",
        sentences=run.corpus.sentences,
        hours=f"{measured.hours:.1f}",
        opus=f"{run.corpus.opus_share:.0%}",
        steps=measured.steps,
        short_steps=run.training.short_steps,
        minutes=round(measured.minutes),
        processes=run.training.processes,
        seed=run.seed,
        table="\n".join(
            (
                _row("unseen, same templates, one in a window", measured.single),
                _row("unseen, same templates, 2–4 in a window", measured.joined),
                _row("unseen, no template", measured.off_template),
            )
        ),
        word_error=f"{measured.word_error * 1000:.0f}",
        libraries=f"Python {platform.python_version()}, {libraries}",
    )
    path.write_text(text, encoding="utf-8")


def _row(name: str, score: Score) -> str:
    rates = (score.wer, score.cer, score.wer_with_marks, score.exact)
    return f"| {name} | {score.windows} | " + " | ".join(f"{rate * 100:.2f} %" for rate in rates) + " |"


_CARD: Final = """\
---
language: fa
license: apache-2.0
pipeline_tag: automatic-speech-recognition
---
# Dabir's demo checkpoint

**For the demo and for tests only.** It knows one synthetic voice family, espeak-ng's Persian, and a closed vocabulary
of {words} words. It is no speech recogniser for people: on a human voice or on other words it writes nonsense.

A Hugging Face Whisper (d_model {width}, {encoder_layers} encoder and {decoder_layers} decoder layers, a window of
{window} s) with a byte-level BPE of {bpe} tokens, followed by every special token, language and timestamp of the
multilingual Whisper in their order. It was trained from nothing; no weights and no text of others went into it.

## How it was made
- Text: {sentences} different sentences, hand-written or grown from hand-written words and templates
  (`training/dabir_training/demo`).
- Speech: espeak-ng `fa`, voices {voices}; {paces} words a minute;
  {hours} hours; {opus} of it passed through Opus. In training: level, coloured noise, now and then a telephone band,
  light masking.
- Training: {steps} steps, the first {short_steps} on single sentences, the rest on whole windows padded with silence:
  one to five sentences with pauses, some with timestamps, some with the text before, and silence or noise with empty
  text. {minutes} minutes in {processes} processes on a shared 2-core CPU; seed {seed}. Beside the next token, the loss
  counts the characters heard at the encoder (CTC) and where the first cross-attention head of each decoder layer
  looks, which espeak-ng's word times say. The `alignment_heads` were chosen afterwards, on training speech.
- Again: `python -m dabir_training.demo all --run training/dabir_training/runs/demo_fa.toml`, or `make demo-checkpoint`.
  The same seed gives the same sentences, sound and batches; the weights differ a little from machine to machine.

## Measured
On synthetic speech without noise: the same words and voices, sentences that training never saw. Greedy,
transformers' `generate` in fp32, no timestamps. WER and CER compare text in display form without ، . ؟; "with marks"
keeps them.

| sentences | count | WER | CER | WER with marks | exactly right |
|---|---|---|---|---|---|
{table}

**Read the first two rows with the third.** The held-out sentences are new, but they grow from the same templates as the
training ones, whose grammar the decoder has learnt: they measure that the model works, not that it recognises Persian.
The third row are hand-written sentences of known words in orders that no template gives; there it often writes a
template's sentence instead of what was said. The sentences of `samples/demo.txt` are unseen but follow templates, and
were chosen as ones that it reads exactly.

Word starts and ends by those heads, the true text given: median error {word_error} ms on held-out sentences.

{libraries}.

## Licence
Apache-2.0, like Dabir. espeak-ng (GPL-3.0) made the training speech; none of its code or data is in here.
"""
