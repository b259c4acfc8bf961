"""What happens where no model is named and none is installed: an offer on a terminal, elsewhere the command to run."""

import sys

import typer

from dabir_core.cli.install import run_install, tell_installed
from dabir_core.cli.reporter import Reporter
from dabir_core.errors import NoModel
from dabir_core.models import InstallOptions, Machine, recommended
from dabir_core.readable import readable_bytes


def first_model(screen: Reporter) -> str:
    """Installs the model for a laptop if the person says so; gives its name.

    Raises: NoModel where nobody can be asked, or who is asked does not want it; see `models.install`.
    """
    entry = recommended(Machine.LAPTOP)
    command = NoModel(f"dabir models install {entry.hub_id}")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise command
    size = readable_bytes(entry.most_bytes)
    screen.note(
        f"No model is installed. {entry.hub_id} suits most laptops (Persian; at most {size}; {entry.licence}).\n"
        f"مدلی نصب نیست. {entry.hub_id} برای بیشتر لپ‌تاپ‌ها مناسب است (فارسی؛ حداکثر {size}؛ {entry.licence})."
    )
    if not typer.confirm("Install it now · همین حالا نصب شود؟", default=False, err=True):
        raise command
    installed = run_install(entry.hub_id, InstallOptions(), screen)
    tell_installed(installed, screen)
    return installed.name
