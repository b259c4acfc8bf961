"""The settings of a run in the words of transformers' trainer."""

import os
from pathlib import Path
from typing import Any

import torch

from dabir_training.configuration import FittingSettings, Optimizer, Precision, RunConfig, Schedule
from dabir_training.errors import RunFileWrong
from dabir_training.fitting.recipe import learning_rate, warmup_steps
from dabir_training.fitting.start import require

_SCHEDULES = {Schedule.LINEAR: "linear", Schedule.COSINE: "cosine", Schedule.CONSTANT: "constant_with_warmup"}


def training_arguments(config: RunConfig, *, width: int, steps: int) -> Any:
    """Raises: RunFileWrong for a precision that the device has not; LibraryMissing."""
    from transformers import Seq2SeqTrainingArguments

    settings = config.train
    is_cpu = not (torch.cuda.is_available() or torch.backends.mps.is_available())
    precision = _precision(settings.precision, is_cpu=is_cpu)
    return Seq2SeqTrainingArguments(
        output_dir=str(config.checkpoints),
        seed=config.seed,
        use_cpu=is_cpu,
        ddp_backend="gloo" if is_cpu and "WORLD_SIZE" in os.environ else None,
        ddp_find_unused_parameters=False,
        max_steps=steps,
        per_device_train_batch_size=settings.batch,
        gradient_accumulation_steps=settings.accumulate,
        learning_rate=learning_rate(settings, width=width),
        lr_scheduler_type=_SCHEDULES[settings.schedule],
        warmup_steps=warmup_steps(settings, steps=steps),
        optim=_optimizer(settings.optimizer),
        adam_beta2=settings.beta2,
        weight_decay=settings.weight_decay,
        max_grad_norm=settings.clip_norm,
        bf16=precision is Precision.BF16,
        fp16=precision is Precision.FP16,
        activation_checkpointing=settings.activation_checkpointing,
        activation_checkpointing_kwargs={"use_reentrant": False},
        eval_on_start=True,
        metric_for_best_model="wer",
        greater_is_better=False,
        save_strategy="steps",
        save_steps=steps,
        logging_steps=settings.log_every,
        logging_nan_inf_filter=False,  # it would hide that the loss is lost
        dataloader_num_workers=settings.workers,
        dataloader_pin_memory=not is_cpu,
        remove_unused_columns=False,
        disable_tqdm=True,
        report_to=["trackio"] if "trackio" in settings.trackers else "none",
        project=config.name,
    )


def tracking(settings: FittingSettings, folder: Path, *, step: int) -> list[Any]:
    """The callback of tensorboard, if it is wanted: events after the step are taken back, as in our own metrics.

    Raises: LibraryMissing.
    """
    if "trackio" in settings.trackers:
        require("trackio", extra="trackio")
    if "tensorboard" not in settings.trackers:
        return []
    require("tensorboard", extra="tensorboard")
    from torch.utils.tensorboard import SummaryWriter
    from transformers.integrations.integration_utils import TensorBoardCallback

    writer = SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1)
    return [TensorBoardCallback(writer)]


def _precision(wanted: Precision, *, is_cpu: bool) -> Precision:
    if wanted is Precision.FP16 and is_cpu:
        raise RunFileWrong("train.precision is fp16, which no processor trains in; take auto")
    if wanted is not Precision.AUTO:
        return wanted
    if not torch.cuda.is_available():
        return Precision.FP32
    return Precision.BF16 if torch.cuda.is_bf16_supported(including_emulation=False) else Precision.FP16


def _optimizer(wanted: Optimizer) -> str:
    if wanted is Optimizer.ADAMW:
        return "adamw_torch_fused"
    require("bitsandbytes", extra="adam8")
    return "adamw_bnb_8bit"
