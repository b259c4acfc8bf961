"""`dabir-train average`: the best checkpoints in one, with a share of the base where dev likes it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dabir_training.configuration import RunConfig, read_run
from dabir_training.errors import RunFileWrong

if TYPE_CHECKING:
    from dabir_training.release import Judge


def average(run: Annotated[Path, typer.Argument(help="The run file; [release] says how many.")]) -> None:
    """Average the run's best checkpoints, and mix in the base as far as dev reads better for it."""
    from dabir_training import release

    config = read_run(run)
    averaged = release.average(config, _judge(config))
    for share, wer in averaged.trials.items():
        typer.echo(f"{share:.0%} of the base: WER on dev {wer:.2%}", err=True)
    parts = ", ".join(averaged.checkpoints)
    typer.echo(f"{parts}; {averaged.toward_base:.0%} of the base\n{averaged.folder}", err=True)
    typer.echo(f"Next: dabir-train export {run}", err=True)


def _judge(config: RunConfig) -> "Judge":
    """The word error rate on dev, by the evaluation room."""

    def judged(folder: Path) -> float:
        raise RunFileWrong(f"{config.name}: [release] sweep cannot be judged yet ({folder.name})")

    return judged
