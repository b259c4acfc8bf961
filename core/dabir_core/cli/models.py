"""`dabir models …`: the checkpoints on this machine and on the hub, and what they have earned."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dabir_core.cli.batch import bilingual
from dabir_core.cli.check import check
from dabir_core.cli.exits import EXIT_CANCELLED, EXIT_FAILED, EXIT_USAGE
from dabir_core.cli.install import install, tell_installed
from dabir_core.cli.install_screen import install_progress, stopping
from dabir_core.cli.model_flags import ModelsFolder
from dabir_core.cli.recommend import recommend
from dabir_core.cli.reporter import reporter
from dabir_core.errors import DabirError, OptionError
from dabir_core.models import (
    DEMO,
    Entry,
    ImportOptions,
    Installed,
    catalogue,
    default_model,
    import_,
    installed,
    locate_installed,
    remove,
    set_default_model,
)
from dabir_core.paths import demo_checkpoint
from dabir_core.readable import readable_bytes

models = typer.Typer(name="models", help="The checkpoints on this machine and on the hub.", no_args_is_help=True)
models.command()(check)
models.command()(install)
models.command()(recommend)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name that «dabir models list» prints, or a hub's id.")]
Available = Annotated[bool, typer.Option("--available", help="Print the catalogue of models on the hub instead.")]
Source = Annotated[Path, typer.Argument(metavar="PATH", help="A checkpoint's folder, or a zip or tar archive of one.")]
NewName = Annotated[str | None, typer.Option("--name", metavar="NAME", help="What to call it; else as the path says.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@models.command("list")
def list_installed(*, available: Available = False, models_folder: ModelsFolder = None) -> None:
    """Print the name and the folder of each checkpoint that --model finds by its name; the default one is marked.

    With --available: id, base, size at most, word errors in percent for Persian, licence, what it suits.
    """
    if available:
        for entry in catalogue():
            typer.echo("\t".join(_cells(entry)))
        return
    chosen = default_model()
    for name, folder in [(DEMO, demo_checkpoint()), *((folder.name, folder) for folder in installed(models_folder))]:
        typer.echo(f"{name}\t{folder}" + ("\t(default · پیش‌فرض)" if name == chosen else ""))


def _cells(entry: Entry) -> list[str]:
    errors = f"{entry.published.wer:g} %" if entry.published else "-"
    return [
        entry.hub_id,
        entry.base,
        f"≤ {readable_bytes(entry.most_bytes)}",
        errors,
        entry.licence or "-",
        entry.suits or "-",
    ]


@models.command("import")
def import_model(source: Source, *, name: NewName = None, models_folder: ModelsFolder = None) -> None:
    """Put a checkpoint into Dabir's models folder that was got by other means: a folder, zip or tar archive.

    Exit status: 0 imported, 1 failed, 2 wrong usage, 130 stopped.
    """
    screen = reporter()
    try:
        with stopping() as cancel, install_progress(screen, source.name) as tell:
            outcome = import_(source, ImportOptions(folder=models_folder, name=name), progress=tell, cancel=cancel)
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_USAGE if isinstance(error, OptionError) else EXIT_FAILED) from error
    if not isinstance(outcome, Installed):
        screen.note("stopped; nothing was imported · متوقف شد؛ چیزی وارد نشد")
        raise typer.Exit(EXIT_CANCELLED)
    tell_installed(outcome, screen)


@models.command("remove")
def remove_model(name: Name, *, yes: Yes = False, models_folder: ModelsFolder = None) -> None:
    """Delete an installed checkpoint, its compiled graphs and its verdict; on a terminal you are asked first."""
    screen = reporter()
    if not yes and sys.stdin.isatty() and not typer.confirm(f"Delete {name}? · {name} پاک شود؟", err=True):
        raise typer.Exit(EXIT_CANCELLED)
    try:
        freed = readable_bytes(remove(name, models_folder))
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_FAILED) from error
    screen.note(f"{name}: deleted, {freed} freed · پاک شد و {freed} آزاد شد")


@models.command("default")
def choose_default(name: Name, *, models_folder: ModelsFolder = None) -> None:
    """Use this installed checkpoint wherever none is named."""
    screen = reporter()
    try:
        folder = locate_installed(name, models_folder)
        set_default_model(folder.name)
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_FAILED) from error
    screen.note(f"{folder.name}: used where no model is named · وقتی مدلی نام نبرید، همین به کار می‌رود")
