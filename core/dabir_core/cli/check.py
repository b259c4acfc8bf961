"""`dabir models check`: is a checkpoint whole, and, with --speech, does it read short notes as well without padding?"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from dabir_core.asr.calibrated_heads import store_heads
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import ENGINE_NAMES, load_engine
from dabir_core.asr.languages import language_code
from dabir_core.asr.scheduler import Scheduler
from dabir_core.audio import media_files
from dabir_core.cli.batch import bilingual, telling
from dabir_core.cli.exits import EXIT_FAILED, EXIT_NOT_EARNED, EXIT_USAGE
from dabir_core.cli.inspection_list import faults_told, inspection_document, print_inspection
from dabir_core.cli.model_flags import ModelsFolder
from dabir_core.cli.reporter import Reporter, reporter
from dabir_core.cli.verdict_table import print_verdict, summary
from dabir_core.errors import DabirError, OptionError, SourceMissing
from dabir_core.models import (
    Subject,
    Verdict,
    calibrate,
    has_heads,
    inspect,
    load_verdict,
    locate,
    recordings_of,
    sample_passages,
    store_verdict,
)
from dabir_core.models import check as try_short_inputs
from dabir_core.speech import load_silero
from dabir_core.units import to_seconds

SAMPLE_NOTE = (
    "This was judged on the bundled recording alone; give recordings of your own for a verdict that is worth more.\n"
    "این فقط با صدای نمونهٔ همراه برنامه سنجیده شد؛ برای نتیجه‌ای مطمئن‌تر، فایل‌های صوتی خودتان را هم بدهید."
)

KEPT_NOTE = (
    "An earlier verdict was stricter and had heard more speech, so it holds; --replace puts this one in its place.\n"
    "نتیجهٔ پیشین سخت‌گیرتر بود و از گفتار بیشتری به دست آمده بود، پس همان می‌ماند؛ ‎--replace‎ این یکی را به جایش می‌گذارد."
)

HEADS_NOTE = (
    "The alignment heads that tell word times were found with the bundled recording.\n"
    "سرهای هم‌ترازی که زمان واژه‌ها را نشان می‌دهند، با صدای نمونهٔ همراه برنامه پیدا شدند."
)

Place = Annotated[
    str,
    typer.Argument(
        metavar="PATH", help="A checkpoint's folder, a zip or tar archive of one, an installed one's name, or «demo»."
    ),
]
Speech = Annotated[
    bool, typer.Option("--speech", help="Try short inputs too, on a bundled recording and on those that are given.")
]
Sounds = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[SOUND]...", help="Recordings of speech, and folders of them; what is said may stand in a .txt beside."
    ),
]
Language = Annotated[str, typer.Option(metavar="CODE", help="The language spoken in them, or «auto» to detect it.")]
Engine = Annotated[str, typer.Option(metavar="NAME", help=", ".join(ENGINE_NAMES) + ".")]
Heads = Annotated[
    bool,
    typer.Option("--calibrate", help="Find its alignment heads anew, which tell word times; else where it has none."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Keep this verdict even where an earlier one was stricter on more speech.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON instead of a table.")]


def check(  # noqa: PLR0913 — a command's parameters are its flags
    path: Place,
    sounds: Sounds = None,
    *,
    speech: Speech = False,
    language: Language = "auto",
    engine: Engine = "auto",
    calibrated: Heads = False,
    replace: Replace = False,
    as_json: Json = False,
    models_folder: ModelsFolder = None,
) -> None:
    """Look whether a checkpoint is whole and what it is; with --speech, also try whether short notes need no padding.

    Without --speech nothing is run: files, sizes, kind and languages are told, and all that is missing or broken.

    With --speech, notes of several lengths, cut from a bundled recording and from those that you give, are read with
    and without padding to the whole window. What passes is kept in Dabir's folder and used from then on, for this
    engine. The more speech like yours you give, the more the verdict is worth; one that allows more than the verdict
    kept before, and has heard less, does not replace it. A checkpoint that lists no alignment heads gets some, for
    better word times.

    Exit status: 0 whole or passed, 3 not passed (whole windows are read as before), 1 failed, 2 wrong usage.

    Examples:

      dabir models check ~/models/whisper-small-fa

      dabir models check ~/models/whisper-small-fa --speech notes/
    """
    screen = reporter()
    is_for_speech = sounds or language != "auto" or engine != "auto" or calibrated or replace
    try:
        if not speech and is_for_speech:
            raise OptionError("--speech (SOUND, --language, --engine, --calibrate and --replace go with it)")
        if not speech:
            _inspect(_place(path, models_folder), screen, as_json=as_json)
            return
        spoken = None if language == "auto" else language_code(language)
        files, checkpoint = _files(sounds or []), load_checkpoint(locate(path, models_folder))
        lacks_heads = _lacks_heads(checkpoint, is_asked=calibrated)
        verdict, name = _check(checkpoint, files, spoken, engine=engine, screen=screen)
        kept = _keep(checkpoint.folder, name, verdict, is_asked=replace)
        if lacks_heads:
            _find_heads(checkpoint, engine=engine, screen=screen)
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_USAGE if isinstance(error, OptionError) else EXIT_FAILED) from error
    if as_json:
        typer.echo(json.dumps(_document(verdict, kept, name), ensure_ascii=False, indent=1))
    else:
        print_verdict(verdict)
    screen.note("\n".join((*kept.told, *([] if sounds else [SAMPLE_NOTE]))))
    raise typer.Exit(0 if kept.verdict.shortest is not None else EXIT_NOT_EARNED)


def _place(path: str, models_folder: Path | None) -> Path:
    """The archive, or the folder of a checkpoint. Raises: ModelMissing."""
    written = Path(path).expanduser()
    return written if written.is_file() else locate(path, models_folder)


def _inspect(path: Path, screen: Reporter, *, as_json: bool) -> None:
    """Raises: see `inspect`; typer.Exit where something is wrong with the checkpoint."""
    found = inspect(path)
    if as_json:
        typer.echo(json.dumps(inspection_document(found), ensure_ascii=False, indent=1))
    else:
        print_inspection(found)
    screen.note(faults_told(found))
    if found.faults:
        raise typer.Exit(EXIT_FAILED)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The verdict that holds from now on; `path` None if it is an earlier one."""

    verdict: Verdict
    path: Path | None

    @property
    def told(self) -> tuple[str, ...]:
        """What a person is told of it."""
        where = KEPT_NOTE if self.path is None else f"→ {self.path}"
        return summary(self.verdict), where


def _keep(folder: Path, engine: str, verdict: Verdict, *, is_asked: bool) -> _Kept:
    known = None if is_asked else load_verdict(folder, engine)
    if known is not None and verdict.grants_more_on_less(known):
        return _Kept(known, None)
    return _Kept(verdict, store_verdict(folder, engine, verdict))


def _files(sounds: list[Path]) -> tuple[Path, ...]:
    files = media_files(sounds)
    if sounds and not files:
        raise SourceMissing(", ".join(map(str, sounds)), detail="no media file in the folder")
    return files


def _check(
    checkpoint: Checkpoint, sounds: tuple[Path, ...], language: str | None, *, engine: str, screen: Reporter
) -> tuple[Verdict, str]:
    """The verdict and the engine's name."""
    with Scheduler(load_engine(checkpoint, engine=engine, tell=telling(screen)), checkpoint) as scheduler:
        subject = Subject(scheduler, language)
        screen.begin(checkpoint.name, place="")
        try:
            recordings = recordings_of(subject, sounds, silero=load_silero())
            verdict = try_short_inputs(subject, recordings, progress=screen.advance)
        finally:
            screen.end()
    return verdict, scheduler.engine_name


def _lacks_heads(checkpoint: Checkpoint, *, is_asked: bool) -> bool:
    """Whether to look for alignment heads: where that is asked, or where the folder tells none and the sample can.

    Raises: OptionError where it is asked and the checkpoint writes no Persian, which the sample is.
    """
    knows_persian = "fa" in checkpoint.vocabulary.languages
    if is_asked and not knows_persian:
        raise OptionError("--calibrate (the bundled recording is Persian)")
    return is_asked or (knows_persian and not has_heads(checkpoint.folder, checkpoint.dimensions))


def _find_heads(checkpoint: Checkpoint, *, engine: str, screen: Reporter) -> None:
    """Keeps them beside the checkpoint; why that fails is told, and the verdict counts all the same."""
    passages = sample_passages(to_seconds(checkpoint.dimensions.window_samples))
    try:
        heads = calibrate(checkpoint, passages, engine=engine)
        screen.note(f"{HEADS_NOTE}\n→ {store_heads(checkpoint.folder, heads)}")
    except DabirError as error:
        screen.note(bilingual(error))


def _document(verdict: Verdict, kept: _Kept, engine: str) -> dict[str, object]:
    """`verdict_file` is null where an earlier verdict holds; `shortest_seconds` is of the one that does."""
    return {
        "engine": engine,
        "shortest_seconds": kept.verdict.shortest,
        "lengths": [asdict(each) | {"outcome": each.outcome} for each in verdict.lengths],
        "verdict_file": None if kept.path is None else str(kept.path),
    }
