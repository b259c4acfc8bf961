"""`dabir-train pack`: a prepared set with its sounds as one archive."""

from pathlib import Path
from typing import Annotated

import typer

from dabir_training.cli.step_bars import StepBars
from dabir_training.configuration import read_run


def pack(
    run: Annotated[Path, typer.Argument(help="The run file.")],
    *,
    to: Annotated[Path, typer.Option("--to", help="The archive (.tar) that is written.")],
    flac: Annotated[bool, typer.Option("--flac", help="Put the clips in as 16 kHz FLAC, ready to be read.")] = False,
) -> None:
    """Puts the run's prepared set and its clips into one file that `dabir-train prepare --from` takes elsewhere."""
    from dabir_training.prepare import pack as pack_set
    from dabir_training.prepare import prepared_set

    config = read_run(run)
    with StepBars() as bars:
        pack_set(prepared_set(config), to, is_flac=flac, show=bars)
    print(f"{to}: {to.stat().st_size / 1e6:.1f} MB")
