"""Makes the demo checkpoint: `python -m dabir_training.demo all --run training/dabir_training/runs/demo_fa.toml`.

Steps, each of which can be run alone: corpus, tokenizer, train, export, evaluate (writes the model card), sample.
"""

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabir_training.demo.card import Measured, write_card
from dabir_training.demo.corpus import HELD_OUT, TRAIN, Corpus, synthesise
from dabir_training.demo.evaluate import Reader, joined_windows, off_template_windows, score, single_windows
from dabir_training.demo.export import export
from dabir_training.demo.heads import align_windows, choose_heads, median_error, read_heads, write_heads
from dabir_training.demo.run_file import Run, read_run
from dabir_training.demo.sample import check_sample, make_sample
from dabir_training.demo.sentences import words
from dabir_training.demo.tokenizer import Vocabulary, train_tokenizer
from dabir_training.demo.train import train, trained
from dabir_training.demo.workplace import Workplace

_JOINED_WINDOWS: Final = 100


@dataclass(frozen=True, slots=True)
class Order:
    """One run with the places that it reads and writes."""

    run: Run
    place: Workplace
    checkpoint: Path
    samples: Path


def make_corpus(order: Order) -> None:
    """Synthesises the corpus, unless it is there."""
    if len(Corpus(order.place.corpus, TRAIN).utterances) != order.run.corpus.sentences:
        synthesise(order.run, order.place.corpus)


def make_tokenizer(order: Order) -> None:
    """Learns the tokenizer from the training sentences."""
    texts = [utterance.text for utterance in Corpus(order.place.corpus, TRAIN).utterances]
    train_tokenizer(texts, bpe_tokens=order.run.model.bpe_tokens).save(str(order.place.tokenizer))


def make_model(order: Order) -> None:
    """Trains, from the latest checkpoint if there is one."""
    train(order.run, order.place)


def make_export(order: Order) -> None:
    """Writes the checkpoint folder, its alignment heads chosen on training speech."""
    trainer = trained(order.run, order.place)
    export(trainer.model, order.run.model, Vocabulary.load(order.place.tokenizer), folder=order.checkpoint)
    aligned = align_windows(order.checkpoint, Corpus(order.place.corpus, TRAIN), seed=order.run.seed)
    write_heads(order.checkpoint, choose_heads(aligned))


def make_evaluation(order: Order) -> None:
    """Measures the checkpoint folder on the held-out sentences and writes its model card."""
    run, held_out, training = order.run, Corpus(order.place.corpus, HELD_OUT), Corpus(order.place.corpus, TRAIN)
    reader, trainer = Reader(order.checkpoint), trained(run, order.place)
    joined = joined_windows(held_out, count=_JOINED_WINDOWS, seconds=run.model.window_seconds, seed=run.seed)
    measured = Measured(
        single=score(reader, single_windows(held_out)),
        joined=score(reader, joined),
        off_template=score(reader, off_template_windows(run)),
        word_error=median_error(align_windows(order.checkpoint, held_out, seed=run.seed), read_heads(order.checkpoint)),
        steps=trainer.step,
        minutes=trainer.seconds / 60,
        hours=training.hours,
        words=len({word for spoken in training.utterances for word in words(spoken.text)}),
    )
    write_card(order.checkpoint / "README.md", run, measured)


def make_voice_note(order: Order) -> None:
    """Writes the sample and shows what the checkpoint makes of it."""
    make_sample(order.run, order.samples)
    sys.stdout.write(check_sample(Reader(order.checkpoint), order.samples) + "\n")


STEPS: Final[dict[str, Callable[[Order], None]]] = {
    "corpus": make_corpus,
    "tokenizer": make_tokenizer,
    "train": make_model,
    "export": make_export,
    "evaluate": make_evaluation,
    "sample": make_voice_note,
}


def main() -> None:
    """Parses the command line and runs one step or all."""
    parser = argparse.ArgumentParser(prog="python -m dabir_training.demo", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument("--run", type=Path, required=True, help="the run file")
    parser.add_argument(
        "--work", type=Path, default=Path("build/demo"), help="where corpus and training state are kept"
    )
    parser.add_argument("--checkpoint", type=Path, default=Path("core/dabir_core/models/demo"))
    parser.add_argument("--samples", type=Path, default=Path("samples"))
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    order = Order(read_run(given.run), Workplace(given.work), given.checkpoint, given.samples)
    order.place.claim(order.run)
    for name in STEPS if given.step == "all" else [given.step]:
        STEPS[name](order)


if __name__ == "__main__":
    main()
