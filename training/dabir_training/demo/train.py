"""The training loop: resumable at any checkpoint, its schedule a function of the step alone.

The learning rate is a trapezoid (warm-up, level, linear decay), so that the total can be changed while the level part
runs and still equal a run that had the final total from the start.
One process per core, each with one thread and its share of the batch, gradients averaged over gloo: operations of this
size lose more to OpenMP's barriers than they gain from two threads, above all on a machine that is not idle.
"""

import logging
import math
import os
import time
from pathlib import Path
from typing import Final

import torch
from torch import distributed
from torch.multiprocessing.spawn import spawn

from dabir_training.demo.batches import Batches
from dabir_training.demo.corpus import TRAIN, Corpus
from dabir_training.demo.losses import losses
from dabir_training.demo.model import DemoWhisper
from dabir_training.demo.run_file import Run, TrainingSettings
from dabir_training.demo.tokenizer import Vocabulary
from dabir_training.demo.workplace import Workplace

_log = logging.getLogger(__name__)
_LOG_EVERY_STEPS: Final = 50
_LAST_RATE: Final = 0.02


class Trainer:
    """A model, its optimiser and the step that they have reached; one in each process."""

    def __init__(self, run: Run, batches: Batches, *, vocabulary: int, rank: int = 0) -> None:
        """Builds a fresh model from the run's seed, the same in all processes."""
        torch.manual_seed(run.seed)
        self._run, self._batches, self._rank = run, batches, rank
        self.model = DemoWhisper(run.model, vocabulary=vocabulary, characters=len(batches.alphabet) + 1)
        self._trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        self.optimiser = torch.optim.AdamW(self._trained, betas=(0.9, 0.98), weight_decay=run.training.weight_decay)
        self.step = 0
        self.seconds = 0.0

    def advance(self, until: int) -> dict[str, float]:
        """Trains up to the step `until`; returns the mean of each loss over these steps."""
        began, first, sums = time.monotonic(), self.step, torch.zeros(3)
        while self.step < until:
            batch = self._batches.draw(self.step, rank=self._rank)
            with torch.autocast("cpu", torch.bfloat16):
                outputs = self.model(batch.log_mel, batch.tokens)
            terms = losses(outputs, batch, label_smoothing=self._run.training.label_smoothing)
            self._update(terms.total(self._run.training))
            sums += torch.stack([terms.tokens, terms.characters, terms.guide]).detach()
            self.step += 1
        spent = time.monotonic() - began
        self.seconds += spent
        means = (sums / (self.step - first)).tolist()
        names = ("tokens", "characters", "guide", "seconds_a_step")
        return dict(zip(names, [*means, spent / (self.step - first)], strict=True))

    def save(self, path: Path) -> None:
        """Writes everything that `load` needs; a reader never sees half a file."""
        state = {"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict()}
        half = path.with_suffix(".half")
        torch.save({**state, "step": self.step, "seconds": self.seconds}, half)
        half.replace(path)

    def load(self, path: Path) -> None:
        """Goes on from a file that `save` wrote."""
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state["seconds"]

    def _update(self, loss: torch.Tensor) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.step, self._run.training)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        if distributed.is_initialized():
            _average(self._trained)
        norm = torch.nn.utils.clip_grad_norm_(self._trained, self._run.training.clip_norm)
        if math.isfinite(float(norm)):
            self.optimiser.step()


def rate(step: int, settings: TrainingSettings) -> float:
    """Returns the learning rate of one step."""
    rising = (step + 1) / settings.warmup_steps
    falling = (settings.steps - step) / settings.decay_steps
    return settings.learning_rate * max(_LAST_RATE, min(1.0, rising, falling))


def train(run: Run, place: Workplace) -> None:
    """Trains to the run's last step, from the latest checkpoint if there is one."""
    place.meeting.unlink(missing_ok=True)
    os.environ.update(
        {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    )  # read when a process imports the libraries
    spawn(_train_one, args=(run, place), nprocs=run.training.processes)  # type: ignore[no-untyped-call]


def trained(run: Run, place: Workplace, *, rank: int = 0) -> Trainer:
    """Returns the trainer as its latest checkpoint left it, or a fresh one."""
    vocabulary = Vocabulary.load(place.tokenizer)
    batches = Batches(run, Corpus(place.corpus, TRAIN), vocabulary)
    trainer = Trainer(run, batches, vocabulary=vocabulary.size, rank=rank)
    if place.state.exists():
        trainer.load(place.state)
    return trainer


def _train_one(rank: int, run: Run, place: Workplace) -> None:
    logging.basicConfig(level=logging.INFO if rank == 0 else logging.WARNING, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=place.meeting.absolute().as_uri(), rank=rank, world_size=run.training.processes
    )
    trainer = trained(run, place, rank=rank)
    distributed.barrier()
    while trainer.step < run.training.steps:
        means = trainer.advance(min(trainer.step + _LOG_EVERY_STEPS, run.training.steps))
        _log.info("step %d %s", trainer.step, {name: round(value, 3) for name, value in means.items()})
        at_checkpoint = trainer.step % run.training.checkpoint_every_steps == 0 or trainer.step == run.training.steps
        if rank == 0 and at_checkpoint:
            trainer.save(place.state)
    distributed.destroy_process_group()


def _average(parameters: list[torch.nn.Parameter]) -> None:
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    joined = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(joined)
    joined /= distributed.get_world_size()
    for gradient, mean in zip(
        gradients, torch.split(joined, [gradient.numel() for gradient in gradients]), strict=True
    ):
        gradient.copy_(mean.view_as(gradient))
