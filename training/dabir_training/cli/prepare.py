"""`dabir-train prepare`: sources of speech to a prepared set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from dabir_training.cli.step_bars import StepBars
from dabir_training.configuration import read_run

if TYPE_CHECKING:
    from dabir_training.prepare import Report


def prepare(
    run: Annotated[Path, typer.Argument(help="The run file.")],
    *,
    packed: Annotated[
        Path | None, typer.Option("--from", help="Take the set from this archive, which `dabir-train pack` made.")
    ] = None,
) -> None:
    """Reads the run's sources, and writes which clip is for what, what was left out and why."""
    from dabir_training.prepare import prepare as prepare_set
    from dabir_training.prepare import read_report
    from dabir_training.prepare import unpack as unpack_set

    config = read_run(run)
    with StepBars() as bars:
        made = prepare_set(config, show=bars) if packed is None else unpack_set(packed, config, show=bars)
    console = Console()
    for table in tables(read_report(made)):
        console.print(table)
    console.print(f"{made.folder / 'report.json'}", highlight=False, markup=False, soft_wrap=True)


def tables(report: "Report") -> list[Table]:
    """What is there, what was left out, and whether anything leaks into dev or test."""
    used = Table("source", "split", "clips", "hours", "speakers", title="used")
    for part in report.sources:
        used.add_row(part.name, part.split, str(part.clips), f"{part.hours:.2f}", str(part.speakers or "?"))
    left_out = Table("why", "clips", "for example", title=f"left out, of {report.rows}")
    for dropped in report.dropped:
        left_out.add_row(dropped.reason, str(dropped.clips), dropped.examples[0])
    leaks = Table("training clips that share with dev or test", "clips", title="leaks")
    leaks.add_row("a speaker", str(report.leaks.speakers))
    leaks.add_row("a sentence", str(report.leaks.sentences))
    return [used, left_out, leaks]
