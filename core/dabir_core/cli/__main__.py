"""Entry of `dabir` and of `python -m dabir_core.cli`."""

import io
import logging
import signal
import sys
from typing import Annotated

import typer

from dabir_core.cli.batch import UNFORESEEN
from dabir_core.cli.exits import EXIT_FAILED
from dabir_core.cli.models import models
from dabir_core.cli.record import record
from dabir_core.cli.redo import redo
from dabir_core.cli.transcribe import transcribe

_LOG = logging.getLogger(__name__)

app = typer.Typer(
    name="dabir",
    help="Dabir (دبیر): speech to text for Persian first, on your own machine. Nothing leaves it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(transcribe)
app.command()(redo)
app.command()(record)
app.add_typer(models)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # half as slow to import as NumPy

        typer.echo(f"dabir {version('dabir')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what happens to standard error.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Sets up logging; each command is a function of its own."""
    level = logging.DEBUG if verbose else logging.ERROR
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def main() -> None:
    """Runs the command line; text goes out as UTF-8 wherever the system's own encoding would lose Persian letters."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Python's own handler waits for native calls, which load a large checkpoint; there is nothing to keep yet.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except Exception:  # the process's outermost edge
        _LOG.exception("the command failed")
        print(UNFORESEEN, file=sys.stderr)
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
