"""The flags that say which checkpoint a command runs, and where installed ones lie; the same in every command."""

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="An installed model's name, a Whisper checkpoint's folder, or «demo»; else DABIR_MODEL, or the default.",
        show_default=False,
    ),
]
ModelsFolder = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Where models are installed; else DABIR_MODELS, or Dabir's own folder.", show_default=False
    ),
]
