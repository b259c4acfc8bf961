"""transformers' trainer with our order of windows, our judgement and our way of keeping checkpoints.

Its loop, mixed precision, optimiser, schedule, distribution and resumption stay as they are. Overridden is only what
it has no setting for; each method says why.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import distributed
from torch.nn import functional
from torch.utils.data import DataLoader

from dabir_training.errors import Diverged
from dabir_training.fitting.adapters import bare, load_adapter, save_model
from dabir_training.fitting.checkpoints import checkpoint_folder, half_folder, rotate, seal
from dabir_training.fitting.judge import Judge, heard_file, write_heard
from dabir_training.fitting.mirror import Mirror
from dabir_training.fitting.order import Order, PlacedWindows
from dabir_training.fitting.recipe import best_steps, is_lost


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a trainer works on and with, besides the model.

    start    the checkpoint that the model came from; its tokenizer and other small files go into each of ours
    resumed  the run's own checkpoint that it goes on from
    split    that is judged
    keep, best   so many of the newest checkpoints stand, and so many of those that read best
    """

    windows: PlacedWindows[Any]
    order: Order
    collate: Callable[[Sequence[Any]], Mapping[str, torch.Tensor]]
    judge: Judge
    split: str
    start: Path
    resumed: Path | None
    folder: Path
    mirror: Mirror
    keep: int
    best: int
    label_smoothing: float


class WindowTrainer(transformers.Seq2SeqTrainer):
    """Trains a Whisper model on windows."""

    def __init__(self, model: Any, arguments: Any, surroundings: Surroundings, *, callbacks: Sequence[Any]) -> None:
        self.around = surroundings
        self.waited_seconds = 0.0
        super().__init__(
            model=model,
            args=arguments,
            compute_loss_func=self._loss,
            callbacks=list(callbacks),
        )
        self.remove_callback(transformers.PrinterCallback)  # what is told is told by ours
        arguments._n_gpu = min(arguments.n_gpu, 1)  # torch's DataParallel would divide batches that we have counted

    def get_train_dataloader(self) -> DataLoader[Any]:
        """Our order already knows the processes; accelerate would deal it out once more."""
        return DataLoader(
            self.around.windows,
            batch_sampler=self.around.order,
            collate_fn=self.around.collate,
            num_workers=self.args.dataloader_num_workers,
            pin_memory=self.args.dataloader_pin_memory,
        )

    def get_batch_samples(self, epoch_iterator: Iterator[Any], num_batches: int, device: torch.device) -> Any:
        """Measures how long the trainer waits for its batches."""
        began = time.monotonic()
        samples = super().get_batch_samples(epoch_iterator, num_batches, device)
        self.waited_seconds += time.monotonic() - began
        return samples

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """Ends the run where the loss is lost."""
        super().log(logs, start_time)
        losses = [each["loss"] for each in self.state.log_history if "loss" in each]
        if "loss" in logs and is_lost(losses):
            raise Diverged(f"{logs['loss']:.3g} at step {self.state.global_step}, {min(losses):.3g} before")

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """Our judgement in place of a loss over dev; every process gets the same figures."""
        began = time.monotonic()
        with self.accelerator.autocast():
            heard = self.around.judge.hear(self.model, rank=self.args.process_index, processes=self.args.world_size)
        if self.is_world_process_zero():
            step = self.state.global_step
            write_heard(heard_file(self.around.folder, split=self.around.split, step=step), heard)
        rates = {f"eval_{name}": rate for name, rate in self.around.judge.rates(heard).items()}
        figures = {**rates, "eval_seconds": time.monotonic() - began}
        self.log(dict(figures))
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, figures)
        return figures

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        """Writes beside, seals, then removes what is old; no checkpoint is made of weights that are lost."""
        if not torch.isfinite(self._tr_loss).all():
            raise Diverged(f"{float(self._tr_loss):.3g} at step {self.state.global_step}")
        half = half_folder(self.around.folder, self.state.global_step)
        if self.is_world_process_zero():
            shutil.rmtree(half, ignore_errors=True)
        self._meet()
        super()._save_checkpoint(model, trial)
        self._meet()
        if self.is_world_process_zero():
            self._finish(half)
        self._meet()

    def _get_output_dir(self, trial: Any) -> str:  # noqa: ARG002
        """Where the parent makes a folder checkpoint-N: one that is renamed when all is in it."""
        return str(half_folder(self.around.folder, self.state.global_step))

    def _finish(self, half: Path) -> None:
        step = self.state.global_step
        inner = checkpoint_folder(half, step)
        self.around.mirror.wait()  # it may still copy what is removed now
        seal(inner, checkpoint_folder(self.around.folder, step))
        half.rmdir()
        rates = {int(line["step"]): line["eval_wer"] for line in self.state.log_history if "eval_wer" in line}
        best = best_steps(rates, self.around.best)
        rotate(self.around.folder, keep=self.around.keep, besides=best)
        self.around.mirror.update(keep=self.around.keep, besides=best)

    def _save(self, output_dir: str | None = None, state_dict: Any = None) -> None:  # noqa: ARG002
        """A folder that every reader of Whisper checkpoints can load, with the adapters beside it if there are any."""
        if self.args.should_save and output_dir is not None:
            save_model(bare(self.model), Path(output_dir), start=self.around.start)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        """The parent would read merged weights into adapted layers."""
        if not load_adapter(bare(self.model), Path(resume_from_checkpoint)):
            super()._load_from_checkpoint(resume_from_checkpoint, model)

    def _issue_warnings_after_load(self, load_result: Any) -> None:
        """The parent tells of proj_out, which is not stored since it is the token embedding itself."""
        tied = {"proj_out.weight"}
        assert set(load_result.missing_keys) <= tied
        assert not load_result.unexpected_keys

    def _loss(
        self, outputs: Any, labels: torch.Tensor, *, num_items_in_batch: torch.Tensor | int | None = None
    ) -> torch.Tensor:
        """The mean over all tokens of an update, however many steps and processes it is dealt to."""
        logits = outputs.logits.float()
        total = functional.cross_entropy(
            logits.view(-1, logits.shape[-1]),
            labels.reshape(-1),
            ignore_index=-100,
            label_smoothing=self.around.label_smoothing if outputs.logits.requires_grad else 0.0,
            reduction="sum",
        )
        return total / (labels.ne(-100).sum() if num_items_in_batch is None else num_items_in_batch)

    def _meet(self) -> None:
        if self.args.world_size > 1:
            distributed.barrier()
