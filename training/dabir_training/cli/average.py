"""`dabir-train average`: the best checkpoints in one, with a share of the base where dev likes it."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dabir_training.cli.step_bars import StepBars
from dabir_training.configuration import read_run


def average(run: Annotated[Path, typer.Argument(help="The run file; [release] says how many.")]) -> None:
    """Average the run's best checkpoints, and mix in the base as far as dev reads better for it."""
    from dabir_training import release
    from dabir_training.evaluation import dev_conditions, wer_on_dev

    config = read_run(run)
    with StepBars() as bars:
        judge = release.Judge(partial(wer_on_dev, config), partial(dev_conditions, config))
        averaged = release.average(config, judge, tell=bars)
    for share, wer in averaged.trials.items():
        typer.echo(f"{share:.0%} of the base: WER on dev {wer:.2%}", err=True)
    parts = ", ".join(averaged.checkpoints)
    typer.echo(f"{parts}; {averaged.toward_base:.0%} of the base\n{averaged.folder}", err=True)
    typer.echo(f"Next: dabir-train export {run}", err=True)
