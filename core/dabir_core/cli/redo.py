"""`dabir redo`: one part of a JSON transcript made again, with this or another checkpoint, and the rest kept."""

from pathlib import Path
from typing import Annotated

import typer

from dabir_core import formats
from dabir_core.asr.languages import language_code
from dabir_core.asr.redo import Excerpt, excerpt_around
from dabir_core.cli.batch import bilingual
from dabir_core.cli.exits import EXIT_FAILED, EXIT_USAGE
from dabir_core.cli.first_model import chosen_model
from dabir_core.cli.mending import parse_rules
from dabir_core.cli.model_flags import Model, ModelsFolder
from dabir_core.cli.reporter import Reporter, reporter
from dabir_core.cli.transcribe import (
    Candidates,
    DigitsOption,
    Engine,
    HotWords,
    Mend,
    Prompt,
    TaskOption,
    Temperature,
    Timestamps,
    listed,
    load_transcriber,
)
from dabir_core.cli.warning_notes import summed_up
from dabir_core.errors import DabirError, OptionError, SourceMissing, SourceUnreadable
from dabir_core.formats import Kind, from_json
from dabir_core.options import Task, TranscribeOptions
from dabir_core.sentences import warning_sentence
from dabir_core.text import Digits
from dabir_core.text.typed_time import typed_time
from dabir_core.transcript import Transcript
from dabir_core.units import Seconds

Written = Annotated[Path, typer.Argument(metavar="TRANSCRIPT", help="The JSON file that `--to json` wrote.")]
Recording = Annotated[Path, typer.Argument(metavar="FILE", help="The recording that it is of.")]
From = Annotated[str, typer.Option("--from", metavar="TIME", help="Where the part begins, such as 1:20 or 80.5.")]
Until = Annotated[str, typer.Option(metavar="TIME", help="Where it ends.")]
Spoken = Annotated[
    str | None,
    typer.Option(
        metavar="CODE", help="The language of the part, or «auto»; else the transcript's.", show_default=False
    ),
]
Target = Annotated[
    Path | None, typer.Option("--into", metavar="FILE", help="Where the JSON goes; else over TRANSCRIPT.")
]


def redo(  # noqa: PLR0913 — a command's parameters are its flags
    transcript: Written,
    recording: Recording,
    *,
    start: From,
    until: Until,
    model: Model = None,
    models_folder: ModelsFolder = None,
    language: Spoken = None,
    candidates: Candidates = "fa,en",
    task: TaskOption = Task.TRANSCRIBE,
    engine: Engine = "auto",
    prompt: Prompt = "",
    hot_words: HotWords = "",
    timestamp_tokens: Timestamps = False,
    temperature: Temperature = 0.0,
    mend: Mend = "all",
    digits: DigitsOption = Digits.KEEP,
    into: Target = None,
) -> None:
    """Make one part of a transcript again, perhaps with another checkpoint, and keep the rest.

    The flags are those of `transcribe`, and hold for the part; it gets word times where the transcript has some.

    Example:

      dabir redo talk.json talk.mp4 --from 1:20 --until 1:45 --model ~/models/whisper-medium-fa
    """
    screen = reporter()
    try:
        before = read_transcript(transcript)
        part = Excerpt(seconds(start), seconds(until))
        excerpt_around(before, part)  # before a checkpoint is loaded
        options = TranscribeOptions(
            language=None if language == "auto" else language_code(language or before.language),
            candidates=tuple(language_code(code) for code in listed(candidates)),
            task=task,
            words=any(segment.words for segment in before.segments),
            timestamp_tokens=timestamp_tokens,
            temperature=temperature,
            prompt=prompt,
            hot_words=listed(hot_words),
            display=parse_rules(mend, digits),
        )
        transcriber = load_transcriber(chosen_model(model, models_folder, screen), engine, screen)
        after = transcriber.redo(before, part, source=recording, options=options)
        assert isinstance(after, Transcript), "nobody asks it to stop"
        formats.write(after, into or transcript, kind=Kind.JSON)
    except DabirError as error:
        screen.note(bilingual(error))
        raise typer.Exit(EXIT_USAGE if isinstance(error, OptionError) else EXIT_FAILED) from error
    show_new(before, after, screen)
    screen.note(f"→ {into or transcript}")


def show_new(before: Transcript, after: Transcript, screen: Reporter) -> None:
    """The segments that were not there before, and the warnings."""
    for segment in after.segments:
        if segment not in before.segments:
            screen.show(segment)
    for warning in summed_up([each for each in after.warnings if each not in before.warnings]):
        screen.note(f"{warning_sentence(warning, 'en')}\n{warning_sentence(warning, 'fa')}")


def seconds(clock: str) -> Seconds:
    """Reads «80.5», «1:20» and «1:02:03», in Persian digits too.

    Raises: OptionError.
    """
    read = typed_time(clock)
    if read is None:
        raise OptionError(f"time {clock} (1:20, 80.5)")
    return read


def read_transcript(path: Path) -> Transcript:
    """A transcript that `dabir` wrote as JSON.

    Raises: SourceMissing, SourceUnreadable for a file that cannot be read, OptionError for one that is no transcript.
    """
    try:
        return from_json(path.read_text(encoding="utf-8-sig"))  # some editors put a byte-order mark before it
    except FileNotFoundError as cause:
        raise SourceMissing(str(path)) from cause
    except OSError as cause:
        raise SourceUnreadable(str(path), detail=str(cause)) from cause
    except (ValueError, KeyError, TypeError) as cause:
        raise OptionError(f"TRANSCRIPT {path.name}", detail=f"no transcript in JSON: {type(cause).__name__}") from cause
