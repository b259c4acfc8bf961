"""Which checkpoint a command runs; where none is named and none is installed, an offer on a terminal."""

import shlex
import sys
from pathlib import Path

import typer

from dabir_core.cli.install import run_install, tell_installed
from dabir_core.cli.reporter import Reporter
from dabir_core.errors import NoModel
from dabir_core.models import InstallOptions, Machine, choose, locate, recommended
from dabir_core.readable import readable_bytes


def chosen_model(model: str | None, models_folder: Path | None, screen: Reporter) -> Path:
    """The folder of the checkpoint that was named, of the default one, or of one that the person is offered.

    Raises: NoModel, ModelMissing; OptionError; see `first_model`.
    """
    known = model if model is not None else choose(models_folder)
    return first_model(models_folder, screen) if known is None else locate(known, models_folder)


def first_model(models_folder: Path | None, screen: Reporter) -> Path:
    """Installs the model for a laptop if the person says so; gives its folder.

    Raises: NoModel where nobody can be asked, or who is asked does not want it; see `models.install`.
    """
    entry = recommended(Machine.LAPTOP)
    elsewhere = f" --models-folder {shlex.quote(str(models_folder))}" if models_folder else ""
    command = NoModel(f"dabir models install {entry.hub_id}{elsewhere}")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise command
    size = readable_bytes(entry.most_bytes)
    screen.note(
        f"No model is installed. {entry.hub_id} suits most laptops (Persian; at most {size}; {entry.licence}).\n"
        f"مدلی نصب نیست. {entry.hub_id} برای بیشتر لپ‌تاپ‌ها مناسب است (فارسی؛ حداکثر {size}؛ {entry.licence})."
    )
    if not typer.confirm("Install it now · همین حالا نصب شود؟", default=False, err=True):
        raise command
    installed = run_install(entry.hub_id, InstallOptions(folder=models_folder), screen)
    tell_installed(installed, screen)
    return installed.folder
