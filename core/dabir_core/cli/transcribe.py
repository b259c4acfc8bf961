"""`dabir transcribe`: flags → options and files, a checkpoint loaded, a batch run, an exit code."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dabir_core.asr.engines import ENGINE_NAMES
from dabir_core.asr.journal import Journal
from dabir_core.asr.languages import language_code
from dabir_core.audio import media_files
from dabir_core.cli.batch import Batch, Outcome, bilingual, telling
from dabir_core.cli.exits import EXIT_CANCELLED, EXIT_FAILED, EXIT_USAGE, leave_at_once
from dabir_core.cli.first_model import chosen_model
from dabir_core.cli.links import KeepSound, LinkScope, Private, ProxyAddress, fetched_links, link_policies
from dabir_core.cli.mending import MENDING, parse_rules
from dabir_core.cli.model_flags import Model, ModelsFolder
from dabir_core.cli.outputs import make_folder, parse_kinds, stems
from dabir_core.cli.reporter import Reporter, reporter
from dabir_core.errors import DabirError, OptionError, SourceMissing
from dabir_core.fetch import Scope, is_link
from dabir_core.formats import Kind
from dabir_core.options import Task, TranscribeOptions
from dabir_core.paths import journal_file
from dabir_core.text import Digits
from dabir_core.transcriber import Transcriber

Files = Annotated[
    list[str], typer.Argument(metavar="FILE|LINK", help="Sound or video files, folders of them, and links.")
]
Language = Annotated[str, typer.Option(metavar="CODE", help="The spoken language (fa, en, …), or «auto» to detect it.")]
Candidates = Annotated[str, typer.Option(metavar="CODES", help="Languages that «auto» may choose from.")]
TaskOption = Annotated[Task, typer.Option(help="Write the spoken language, or translate to English.")]
To = Annotated[str, typer.Option(metavar="KINDS", help=f"Files to write: {', '.join(Kind)}; several with commas.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for those files (txt, if --to names none); else beside each recording."),
]
Engine = Annotated[str, typer.Option(metavar="NAME", help=", ".join(ENGINE_NAMES) + ".")]
Prompt = Annotated[str, typer.Option(metavar="TEXT", help="Text that the speech goes on from: style, topic, spelling.")]
HotWords = Annotated[str, typer.Option(metavar="WORDS", help="Names and terms to expect, separated by commas.")]
Words = Annotated[bool, typer.Option("--words/--no-words", help="Find each word's times and cut subtitles from them.")]
Mend = Annotated[
    str, typer.Option(metavar="RULES", help=f"How Persian is mended: all, none, or some of {', '.join(MENDING)}.")
]
DigitsOption = Annotated[Digits, typer.Option(help="The digits of numbers in Persian text.")]
Timestamps = Annotated[bool, typer.Option("--timestamp-tokens", help="Decode with Whisper's own timestamp tokens.")]
Journalled = Annotated[
    bool, typer.Option("--journal/--no-journal", help="Keep finished windows on disk until the text is written.")
]
Temperature = Annotated[
    float, typer.Option(metavar="NUMBER", help="0 takes the likeliest token; up to 2 draws more freely.")
]


def transcribe(  # noqa: PLR0913 — a command's parameters are its flags
    files: Files,
    *,
    model: Model = None,
    models_folder: ModelsFolder = None,
    language: Language = "auto",
    candidates: Candidates = "fa,en",
    task: TaskOption = Task.TRANSCRIBE,
    to: To = "",
    out: Out = None,
    engine: Engine = "auto",
    prompt: Prompt = "",
    hot_words: HotWords = "",
    words: Words = True,
    timestamp_tokens: Timestamps = False,
    temperature: Temperature = 0.0,
    mend: Mend = "all",
    digits: DigitsOption = Digits.KEEP,
    journal: Journalled = True,
    link_policy: LinkScope = Scope.ANY,
    proxy: ProxyAddress = None,
    allow_private: Private = False,
    keep_sound: KeepSound = False,
) -> None:
    """Turn speech into text: to standard output as it comes, and into files with --to.

    Examples:

      dabir transcribe note.ogg --language fa

      dabir transcribe talk.mp4 --to txt,srt --out texts --model ~/models/whisper-small-fa
    """
    screen = reporter()
    try:
        kinds = parse_kinds(to or ("txt" if out else ""))
        options = TranscribeOptions(
            language=None if language == "auto" else language_code(language),
            candidates=tuple(language_code(code) for code in listed(candidates)),
            task=task,
            words=words,
            timestamp_tokens=timestamp_tokens,
            temperature=temperature,
            prompt=prompt,
            hot_words=listed(hot_words),
            display=parse_rules(mend, digits),
        )
        links = [text for text in files if is_link(text)]
        policies = link_policies(links, link_policy, proxy, allow_private=allow_private) if links else {}
        sources = _sources([Path(text) for text in files if not is_link(text)]) if len(links) < len(files) else ()
        if kinds and out:
            make_folder(out)  # now: nobody should hear of it after hours of work
        transcriber = load_transcriber(chosen_model(model, models_folder, screen), engine, screen)
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_USAGE if isinstance(error, OptionError) else EXIT_FAILED) from error
    with fetched_links(policies, screen, keep=(out or Path()) if keep_sound else None) as taken:
        outcome = Outcome(taken.failed, cancelled=taken.cancelled)
        if not taken.cancelled:
            placed = stems((*sources, *taken.origins), out, fetched=taken.origins)
            with Journal(journal_file()) if journal else nullcontext() as kept:
                batch = Batch(transcriber, screen, kinds=kinds, journal=kept, origins=taken.origins)
                outcome += batch.run(placed, options)
    leave(outcome, screen, len(sources) + len(policies))


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas, Persian ones too."""
    return tuple(part for part in (piece.strip() for piece in text.replace("،", ",").split(",")) if part)


def _sources(files: list[Path]) -> tuple[Path, ...]:
    sources = media_files(files)
    if not sources:
        raise SourceMissing(", ".join(str(path) for path in files), detail="no media file in the folder")
    return sources


def load_transcriber(folder: Path, engine: str, screen: Reporter) -> Transcriber:
    """A checkpoint, loaded; what is to be known of the engine is noted. Raises: what `Transcriber.load` raises."""
    return Transcriber.load(folder, engine=engine, tell=telling(screen))


def leave(outcome: Outcome, screen: Reporter, count: int) -> None:
    """Says how a batch of so many files ended, and ends the process with the code that says so."""
    if outcome.cancelled:
        screen.note("stopped; what was finished is kept · متوقف شد؛ آنچه آماده بود نگه داشته شد")
    elif outcome.failed and count > 1:
        screen.note(
            f"{outcome.failed} of {count} files failed · {outcome.failed} فایل از {count} فایل به متن تبدیل نشد"
        )
    code = EXIT_CANCELLED if outcome.cancelled else EXIT_FAILED if outcome.failed else 0
    if outcome.stuck:
        leave_at_once(code)
    raise typer.Exit(code)
