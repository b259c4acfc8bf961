"""`dabir-train train`: fits the run's model to its prepared set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from dabir_training.cli.step_bars import StepBars
from dabir_training.configuration import RunConfig, read_run

if TYPE_CHECKING:  # it imports torch
    from dabir_training.fitting import FitProgress, Plan, RunResult

_HOUR: Final = 3600.0
_TENTHS: Final = 10


def train(
    run: Annotated[Path, typer.Argument(help="The run file.")],
    *,
    planned: Annotated[bool, typer.Option("--plan", help="Say what would be done, and do nothing.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew; what the run has so far is kept under another name.")
    ] = False,
    ray: Annotated[bool, typer.Option("--ray", help="On the workers of a Ray cluster (extra `ray`).")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, help="How many workers --ray takes.")] = 1,
) -> None:
    """Trains, or goes on training from the newest whole checkpoint."""
    config = read_run(run)
    console = Console()
    if planned:
        from dabir_training.fitting import plan

        console.print(plan_table(plan(config)))
        return
    console.print(result_table(_on_ray(config, workers, is_fresh=fresh) if ray else _here(config, is_fresh=fresh)))


def plan_table(plan: "Plan") -> Table:
    """What a run file comes to."""
    table = Table("", "", title=f"training {plan.model}", show_header=False)
    rows = (
        ("steps", f"{plan.steps} of {plan.rows} windows"),
        ("epochs", f"{plan.epochs:.2f} of {plan.windows} windows"),
        ("speech", f"{plan.speech / _HOUR:.2f} hours in {plan.clips} clips"),
        ("learning rate", f"{plan.learning_rate:.3g} after {plan.warmup_steps} steps of warm-up"),
        ("judged", f"{plan.evaluations} times on {plan.judged} clips of {plan.split}, and before the first step"),
    )
    for row in rows:
        table.add_row(*row)
    return table


def result_table(result: "RunResult") -> Table:
    """What a run has come to."""
    table = Table("", "", show_header=False)
    table.add_row(
        "steps", f"{result.step} of {result.steps}{'' if result.is_finished else '; the same command goes on'}"
    )
    if result.baseline is not None:
        table.add_row("WER before", f"{100 * result.baseline:.2f} %")
    if result.best is not None and result.wer is not None:
        table.add_row("best WER", f"{100 * result.wer:.2f} %")
        table.add_row("best checkpoint", str(result.best))
    return table


def _here(config: RunConfig, *, is_fresh: bool) -> "RunResult":
    from dabir_training.fitting import train as fit

    told: set[float] = set()
    with StepBars() as bars:

        def watch(progress: "FitProgress") -> None:
            bars("steps", progress.step, progress.steps)
            if progress.wer is not None and progress.wer not in told:
                told.add(progress.wer)
                print(f"step {progress.step}: WER {100 * progress.wer:.2f} %", flush=True)

        return fit(config, watch=watch, is_fresh=is_fresh)


def _on_ray(config: RunConfig, workers: int, *, is_fresh: bool) -> "RunResult":
    from dabir_training.fitting.on_ray import train_on_ray

    return train_on_ray(config, workers=workers, watch=_tell_tenths, is_fresh=is_fresh)


def _tell_tenths(progress: "FitProgress") -> None:
    """In a worker of Ray, whose output comes here line by line."""
    if progress.steps < _TENTHS or progress.step % (progress.steps // _TENTHS) == 0:
        left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
        print(f"step {progress.step} of {progress.steps}{left}", flush=True)
