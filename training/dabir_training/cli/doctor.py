"""`dabir-train doctor`: what is wrong with a run or slow in it, each thing in one line of both languages."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dabir_training.configuration import read_run

if TYPE_CHECKING:
    from dabir_training.doctor import Finding


def doctor(
    run: Annotated[Path, typer.Argument(help="The run file.")],
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the half minute that measures the pace.")] = False,
) -> None:
    """Say before hours are spent what is wrong or slow. Exits with 1 where something is wrong."""
    from dabir_training.doctor import Grade, examine

    grades = set()
    for finding in examine(read_run(run), is_timed=not quick):
        grades.add(finding.grade)
        typer.echo(_lines(finding))
    if Grade.WRONG in grades:
        raise typer.Exit(1)


def _lines(finding: "Finding") -> str:
    mark = {"good": "✓", "costly": "!", "wrong": "✗"}[finding.grade]
    return f"{mark} {finding('en')}\n  {finding('fa')}"
