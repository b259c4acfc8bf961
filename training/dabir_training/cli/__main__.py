"""Entry of `dabir-train` and of `python -m dabir_training.cli`; each command is a function in a file of its own."""

import logging
import sys
from typing import Annotated, Final

import typer

from dabir_core.errors import DabirError
from dabir_training.cli.average import average
from dabir_training.cli.card import card
from dabir_training.cli.doctor import doctor
from dabir_training.cli.evaluate import evaluate
from dabir_training.cli.export import export
from dabir_training.cli.pack import pack
from dabir_training.cli.prepare import prepare
from dabir_training.cli.train import train
from dabir_training.errors import RunFileWrong, sentence

_EXIT_FAILED: Final = 1
_EXIT_USAGE: Final = 2

app = typer.Typer(
    name="dabir-train",
    help="Fine-tunes Whisper checkpoints for Dabir (دبیر). Each command takes a run file and goes on where it stopped.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(prepare)
app.command()(pack)


@app.callback()
def root(
    *, verbose: Annotated[bool, typer.Option("--verbose", help="Log what happens to standard error.")] = False
) -> None:
    """Sets up logging; each command is a function of its own."""
    level = logging.DEBUG if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


app.command()(train)
app.command()(evaluate)
app.command()(average)
app.command()(doctor)
app.command()(export)
app.command()(card)


def main() -> None:
    """Runs the command line; an error is told in both languages on standard error."""
    try:
        app()
    except DabirError as error:
        print(f"{sentence(error, 'en')}\n{sentence(error, 'fa')}", file=sys.stderr)
        raise SystemExit(_EXIT_USAGE if isinstance(error, RunFileWrong) else _EXIT_FAILED) from error


if __name__ == "__main__":
    main()
