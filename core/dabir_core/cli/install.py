"""`dabir models install`: a model from the hub, with its progress, and what to do when the network is in the way."""

from typing import Annotated

import typer

from dabir_core.cli.batch import bilingual
from dabir_core.cli.exits import EXIT_CANCELLED, EXIT_FAILED, EXIT_USAGE
from dabir_core.cli.install_screen import install_progress, stopping
from dabir_core.cli.model_flags import ModelsFolder
from dabir_core.cli.reporter import Reporter, reporter
from dabir_core.errors import DabirError, OptionError
from dabir_core.models import Installed, InstallOptions, default_model
from dabir_core.models import install as install_model
from dabir_core.readable import readable_bytes

Model = Annotated[
    str, typer.Argument(metavar="ID", help="A Whisper model's id on the hub, such as openai/whisper-small.")
]
Revision = Annotated[
    str | None,
    typer.Option(metavar="REV", help="A commit, tag or branch; else the one that the catalogue knows, or the newest."),
]
Mirror = Annotated[str | None, typer.Option(metavar="URL", help="Another hub's address; else HF_ENDPOINT.")]
Proxy = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="http://, https:// or socks5h:// proxy; «none» for none. Else HTTPS_PROXY, ALL_PROXY…",
    ),
]


def install(
    model: Model,
    *,
    revision: Revision = None,
    mirror: Mirror = None,
    proxy: Proxy = None,
    models_folder: ModelsFolder = None,
) -> None:
    """Download a Whisper model from the hub and check it; begun downloads go on where they were.

    HF_TOKEN opens models that ask for a permission.

    Exit status: 0 installed, 1 failed, 2 wrong usage, 130 stopped (what came is kept).

    Example:

      dabir models install openai/whisper-small
    """
    screen = reporter()
    try:
        installed = run_install(
            model, InstallOptions(folder=models_folder, revision=revision, mirror=mirror, proxy=proxy), screen
        )
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_USAGE if isinstance(error, OptionError) else EXIT_FAILED) from error
    tell_installed(installed, screen)


def run_install(model: str, options: InstallOptions, screen: Reporter) -> Installed:
    """Installs and shows how it goes. Raises: see `models.install`; typer.Exit where the person stops it."""
    with stopping() as cancel, install_progress(screen, model) as tell:
        outcome = install_model(model, options, progress=tell, cancel=cancel)
    if isinstance(outcome, Installed):
        return outcome
    screen.note(
        f"stopped; {readable_bytes(outcome.kept_bytes)} are kept for the next try\n"
        f"متوقف شد؛ آنچه دانلود شده ({readable_bytes(outcome.kept_bytes)}) برای دفعهٔ بعد نگه داشته شد"
    )
    raise typer.Exit(EXIT_CANCELLED)


def tell_installed(installed: Installed, screen: Reporter) -> None:
    """Says where it is, its licence, and how to use it."""
    state = ("already installed", "از پیش نصب بود") if installed.was_there else ("installed", "نصب شد")
    screen.note(f"{installed.name}: {state[0]} · {state[1]}\n→ {installed.folder}")
    if installed.origin is not None and installed.origin.licence is not None:
        screen.note(f"licence · پروانه: {installed.origin.licence}")
    if default_model() != installed.name:
        screen.note(
            f"use it with --model {installed.name}, or always: dabir models default {installed.name}\n"
            f"با ‎--model {installed.name}‎ به کارش ببرید، یا همیشه: ‎dabir models default {installed.name}"
        )
