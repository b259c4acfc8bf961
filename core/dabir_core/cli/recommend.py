"""`dabir models recommend`: what each model of the catalogue would be like on this machine, and the one to take."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from dabir_core.asr.engines import has_cuda_gpu
from dabir_core.asr.languages import language_code
from dabir_core.cli.batch import bilingual
from dabir_core.cli.exits import EXIT_FAILED, EXIT_USAGE
from dabir_core.cli.model_flags import ModelsFolder
from dabir_core.cli.reporter import Reporter, reporter
from dabir_core.errors import DabirError, OptionError
from dabir_core.models import Candidate, Machine, Recommendation, recommended
from dabir_core.models import recommend as judge_machine
from dabir_core.readable import readable_bytes

Language = Annotated[str, typer.Option(metavar="CODE", help="The language to transcribe.")]
Anew = Annotated[bool, typer.Option("--anew", help="Measure this machine again, even if it was before.")]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of a table.")]


def recommend(
    *, language: Language = "fa", anew: Anew = False, as_json: Json = False, models_folder: ModelsFolder = None
) -> None:
    """Measure this machine for some seconds and say how long each model would take for an hour of sound.

    Times are estimates for the CPU, with short notes and silence left out of account; errors are published word error
    rates for Persian. What was measured is kept; run it while the machine has nothing else to do.
    """
    screen = reporter()
    try:
        found = judge_machine(anew=anew, language=language_code(language), models=models_folder)
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_USAGE if isinstance(error, OptionError) else EXIT_FAILED) from error
    if as_json:
        typer.echo(json.dumps(_document(found), ensure_ascii=False, indent=1))
    else:
        _print(found)
    _advise(found, screen)


def _print(found: Recommendation) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="")
    table.add_column("model")
    table.add_column("base")
    for title in ("min per hour", "memory", "disk", "errors"):
        table.add_column(title, justify="right")
    table.add_column("")
    for each in found.candidates:
        mark = "★" if each is found.best else _missing(each)
        errors = f"{each.entry.published.wer:g} %" if each.entry.published else "?"
        sizes = (readable_bytes(each.memory_bytes), f"≤ {readable_bytes(each.disk_bytes)}")
        table.add_row(each.entry.hub_id, each.entry.base, f"{each.minutes:.0f}", *sizes, errors, mark)
    Console(width=None if Console().is_terminal else 140).print(table)


def _missing(candidate: Candidate) -> str:
    if not candidate.fits_memory:
        return "too little memory · حافظه کم است"
    return "" if candidate.fits_disk else "disk too full · دیسک پر است"


def _advise(found: Recommendation, screen: Reporter) -> None:
    if found.best is None:
        screen.note(
            "None of them is fast enough here, or none fits.\nهیچ‌کدام اینجا به اندازهٔ کافی سریع نیست، یا جا نمی‌شود."
        )
        return
    command = f"dabir models install {found.best.entry.hub_id}"
    minutes = f"{found.best.minutes:.0f}"
    screen.note(
        f"Recommended here (about {minutes} min for an hour of sound): {command}\n"
        f"پیشنهاد برای این دستگاه (حدود {minutes} دقیقه برای یک ساعت صدا): ‎{command}"
    )
    if has_cuda_gpu():
        larger = f"dabir models install {recommended(Machine.GPU).hub_id}"
        screen.note(f"With the GPU of this machine: {larger}\nبا کارت گرافیک این دستگاه: ‎{larger}")


def _document(found: Recommendation) -> dict[str, object]:
    return {
        "engine": found.engine,
        "recommended": found.best.entry.hub_id if found.best else None,
        "candidates": [asdict(each) | {"fits": each.fits} for each in found.candidates],
    }
