"""`dabir models …`: the checkpoints on this machine, and what they have earned."""

import typer

from dabir_core.cli.check import check
from dabir_core.models import DEMO, installed
from dabir_core.paths import demo_checkpoint

models = typer.Typer(name="models", help="The checkpoints on this machine.", no_args_is_help=True)
models.command()(check)


@models.command("list")
def list_installed() -> None:
    """Print the name and the folder of each checkpoint that --model finds by its name."""
    for name, folder in [(DEMO, demo_checkpoint()), *((folder.name, folder) for folder in installed())]:
        typer.echo(f"{name}\t{folder}")
