"""`dabir-train export`: the complete folder that others get, read once by each engine to see that it says the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dabir_training.configuration import read_run

if TYPE_CHECKING:
    from dabir_training.release import Reading

_PEERS: Final = "Check with this engine too: ctranslate2 (installed into an environment of its own) or whisper.cpp."


def export(
    run: Annotated[Path, typer.Argument(help="The run file.")],
    *,
    checkpoint: Annotated[
        Path | None, typer.Option(help="Take this checkpoint; without it the averaged or the best one.")
    ] = None,
    clip: Annotated[Path | None, typer.Option(help="A recording to check with; without it a clip of dev.")] = None,
    check: Annotated[list[str] | None, typer.Option(help=_PEERS)] = None,
) -> None:
    """Write the model as a complete Hugging Face folder, after a check that each engine reads it."""
    from dabir_training.release import ReleaseOptions, release

    options = ReleaseOptions(checkpoint=checkpoint, clip=clip, peers=tuple(check or ()))
    folder = release(read_run(run), options, tell=_tell)
    typer.echo(f"{folder}\nNext: dabir-train card {run}", err=True)


def _tell(reading: "Reading") -> None:
    remarks = f" ({', '.join(reading.remarks)})" if reading.remarks else ""
    typer.echo(f"{reading.engine}, {reading.apart:.1%} apart{remarks}: {reading.text}", err=True)
