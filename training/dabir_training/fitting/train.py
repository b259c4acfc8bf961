"""One run from its file: begun, gone on with, ended; the same function whoever launches it.

Launchers (torchrun, accelerate, Ray) only start processes and say in the environment which of them this is; all that
they share is the run's folder.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import transformers
from tokenizers import Tokenizer
from torch import distributed

from dabir_core.models import locate
from dabir_training.configuration import RunConfig
from dabir_training.fitting.arguments import tracking, training_arguments
from dabir_training.fitting.callbacks import Milestones, Recording, Stopping, Telling, Watch
from dabir_training.fitting.checkpoints import checkpoint_folder, newest_whole, set_aside, step_of
from dabir_training.fitting.judge import Judge, Score
from dabir_training.fitting.material import Material, judged_split, material
from dabir_training.fitting.mirror import Mirror, restore
from dabir_training.fitting.note import NOTE, claim
from dabir_training.fitting.order import Order, PlacedWindows, share_of, updates_of
from dabir_training.fitting.recipe import best_steps, is_out_of_patience
from dabir_training.fitting.record import cut_metrics, read_metrics
from dabir_training.fitting.start import start_model
from dabir_training.fitting.trainer import Surroundings, WindowTrainer
from dabir_training.scoring import score

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run has come to.

    is_finished   all steps are made, or no better model came for as long as the run file allows
    wer           of the best checkpoint on the clips it is judged by; `baseline` before the first step
    """

    step: int
    steps: int
    is_finished: bool
    last: Path | None
    best: Path | None
    wer: float | None
    baseline: float | None


def train(
    config: RunConfig, *, watch: Watch | None = None, is_fresh: bool = False, given: Material | None = None
) -> RunResult:
    """Trains to the run's last step, from its newest whole checkpoint if there is one.

    `is_fresh` puts what the run has so far under another name and begins anew; `given` is trained on in place of the
    prepared set. Raises: TrainingError; what core refuses of a model.
    """
    _warn(config)
    transformers.utils.logging.set_verbosity_error()  # what it warns of is by our own design
    transformers.set_seed(config.seed)
    start = locate(config.model)
    share = share_of(config.train)
    found = given or material(config, start)
    windows = PlacedWindows(found.windows)
    steps = planned_steps(config, windows=len(windows), rows=share.rows)
    model = start_model(config, start)
    arguments = training_arguments(config, width=model.config.d_model, steps=steps)
    with arguments.main_process_first(local=False):
        if arguments.process_index == 0:
            _make_room(config, is_fresh=is_fresh, steps=steps, rows=share.rows)
    order = Order(windows.lengths, share, updates=steps, seed=config.seed)
    surroundings = _surroundings(config, found, order, windows=windows, start=start)
    resumed = surroundings.resumed
    if resumed is None or not _is_over(config, step_of(resumed), steps):
        _run(config, model, arguments, surroundings, watch=watch)
    return result(config, steps=steps)


def planned_steps(config: RunConfig, *, windows: int, rows: int) -> int:
    """How many the run makes, from its run file and its set."""
    return config.train.steps or updates_of(config.train.epochs, windows, rows=rows)


def result(config: RunConfig, *, steps: int) -> RunResult:
    """What the run's folder holds now."""
    last = newest_whole(config.checkpoints)
    step = 0 if last is None else step_of(last)
    rates = _rates(config)
    judged = {at: rate for at, rate in rates.items() if checkpoint_folder(config.checkpoints, at).is_dir()}
    best = next(iter(best_steps(judged, 1)), None)
    return RunResult(
        step=step,
        steps=steps,
        is_finished=_is_over(config, step, steps),
        last=last,
        best=None if best is None else checkpoint_folder(config.checkpoints, best),
        wer=None if best is None else judged[best],
        baseline=rates.get(0),
    )


def _make_room(config: RunConfig, *, is_fresh: bool, steps: int, rows: int) -> None:
    """One process does it for all: what was, is put aside or brought back, and held against the run file."""
    if is_fresh:
        put_aside(config)
    resumed = restore(config.checkpoints, second_folder(config))
    if resumed is None:
        (config.checkpoints / NOTE).unlink(missing_ok=True)
    claim(config, steps=steps, rows=rows)
    cut_metrics(config.checkpoints, step=-1 if resumed is None else step_of(resumed))


def put_aside(config: RunConfig) -> None:
    """Gives what the run has so far, and its mirror, another name."""
    for folder in (config.checkpoints, second_folder(config)):
        if folder is not None:
            set_aside(folder)


def second_folder(config: RunConfig) -> Path | None:
    """Where checkpoints stand a second time."""
    return None if config.mirror is None else config.mirror / config.checkpoints.name


def _warn(config: RunConfig) -> None:
    if config.train.is_judged_on_test:
        _log.warning("this run chooses its checkpoint on the test split; its word error rate there is too good")


def _is_over(config: RunConfig, step: int, steps: int) -> bool:
    rates = [rate for at, rate in _rates(config).items() if at > 0]
    return step >= steps or is_out_of_patience(rates, config.train.patience)


def _rates(config: RunConfig) -> Mapping[int, float]:
    lines = (line for line in read_metrics(config.checkpoints) if "wer" in line)
    return {int(line["step"]): float(line["wer"]) for line in lines}


def _surroundings(
    config: RunConfig, found: Material, order: Order, *, windows: PlacedWindows[Any], start: Path
) -> Surroundings:
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    return Surroundings(
        windows=windows,
        order=order,
        collate=found.collate,
        judge=Judge(found.clips, found.collate, tokenizer, _score(config), config.train),
        split=judged_split(config).value,
        start=start,
        resumed=newest_whole(config.checkpoints),
        folder=config.checkpoints,
        mirror=Mirror(config.checkpoints, second_folder(config)),
        keep=config.train.keep,
        best=config.release.average,
        label_smoothing=config.train.label_smoothing,
    )


def _score(config: RunConfig) -> Score:
    def rates(pairs: Sequence[tuple[str, str]]) -> Mapping[str, float]:
        scores = score(pairs, is_raw=config.evaluate.is_raw, resamples=1)
        return {"wer": scores.wer.value, "wer_strict": scores.wer_strict.value, "cer": scores.cer.value}

    return rates


def _run(config: RunConfig, model: Any, arguments: Any, surroundings: Surroundings, *, watch: Watch | None) -> None:
    resumed = surroundings.resumed
    arguments.eval_on_start = resumed is None
    step = 0 if resumed is None else step_of(resumed)
    stopping = Stopping()
    trackers = tracking(config.train, config.checkpoints, step=step) if arguments.process_index == 0 else []
    trainer = WindowTrainer(model, arguments, surroundings, callbacks=trackers)
    rows = surroundings.order.share.rows
    trainer.add_callback(Recording(config.checkpoints, rows=rows, waited=lambda: trainer.waited_seconds))
    trainer.add_callback(Milestones(config.train, steps=arguments.max_steps))
    if watch is not None:
        trainer.add_callback(Telling(watch))
    trainer.add_callback(stopping)  # the last word on what is done after a step
    try:
        trainer.train(resume_from_checkpoint=None if resumed is None else str(resumed))
    finally:
        stopping.put_back()
        surroundings.mirror.close()
    if distributed.is_initialized():
        distributed.barrier()  # nobody looks at the folder before it is as the first process leaves it
