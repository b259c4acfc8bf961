"""`dabir-train card`: the released model's README.md."""

from pathlib import Path
from typing import Annotated

import typer

from dabir_training.configuration import read_run


def card(run: Annotated[Path, typer.Argument(help="The run file.")]) -> None:
    """Write the model card: the figures that were measured, and plainly what was not."""
    from dabir_training.release import write_card

    typer.echo(str(write_card(read_run(run), run)), err=True)
