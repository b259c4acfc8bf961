"""`dabir record`: the microphone onto disk, and then, when Ctrl-C ends it, into text as `dabir transcribe` would."""

import shlex
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from dabir_core.asr.journal import Journal
from dabir_core.asr.languages import language_code
from dabir_core.cli.batch import Batch, Outcome, bilingual, bilingual_notice, on_interrupt
from dabir_core.cli.exits import EXIT_CANCELLED, EXIT_FAILED, EXIT_SIGNAL, EXIT_USAGE, leave_at_once
from dabir_core.cli.first_model import chosen_model
from dabir_core.cli.level_line import LevelLine, level_line
from dabir_core.cli.live_line import LiveLine
from dabir_core.cli.model_flags import Model, ModelsFolder
from dabir_core.cli.outputs import make_folder, parse_kinds, stems
from dabir_core.cli.recording import follow, without_sound
from dabir_core.cli.reporter import Reporter, reporter
from dabir_core.cli.transcribe import (
    Engine,
    Journalled,
    Language,
    Out,
    To,
    leave,
)
from dabir_core.cli.transcribe import load_transcriber as load
from dabir_core.errors import DabirError, OptionError, RecorderMissing
from dabir_core.notices import Notice
from dabir_core.options import TranscribeOptions
from dabir_core.paths import journal_file, recordings_folder
from dabir_core.record import LiveText, Recording, Session, count_cut_short, devices, recover, settle
from dabir_core.transcriber import Transcriber

DeviceKey = Annotated[
    str | None, typer.Option("--device", metavar="KEY", help="The microphone, by its key; else the system's default.")
]
ListDevices = Annotated[bool, typer.Option("--list-devices", help="Print the microphones with their keys, and leave.")]
Limit = Annotated[float | None, typer.Option("--seconds", metavar="N", min=0.1, help="End after so much sound.")]
Folder = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the sound is kept; else in Dabir's own folder.")
]
Recover = Annotated[
    bool, typer.Option("--recover", help="Take up recordings that were cut short, instead of a new one.")
]
Live = Annotated[bool, typer.Option("--live", help="Show the text while you speak; it is made anew when it ends.")]
ToText = Annotated[bool, typer.Option("--transcribe/--no-transcribe", help="Turn it into text when it ends.")]

_NOTHING = "nothing was recorded · چیزی ضبط نشد"
_NOT_TEXT = "not turned into text; this does it · به متن تبدیل نشد؛ با این دستور می‌شود:"


def record(  # noqa: PLR0913 — a command's parameters are its flags
    *,
    device: DeviceKey = None,
    list_devices: ListDevices = False,
    seconds: Limit = None,
    folder: Folder = None,
    recover: Recover = False,
    live: Live = False,
    transcribe: ToText = True,
    model: Model = None,
    models_folder: ModelsFolder = None,
    language: Language = "auto",
    to: To = "",
    out: Out = None,
    engine: Engine = "auto",
    journal: Journalled = True,
) -> None:
    """Record from the microphone, onto disk from the first moment on; Ctrl-C ends it and turns it into text.

    A closed terminal, SIGTERM and SIGHUP end it without: the sound is kept, and `dabir transcribe` makes the text. A
    disk that is full ends it too: what there is becomes text, and the exit code is 1.

    Examples:

      dabir record --language fa --to txt --out notes

      dabir record --live --model demo --language fa

      dabir record --recover
    """
    screen = reporter()
    try:
        if list_devices:
            _print_devices(screen)
            return
        _refuse("--recover with --device or --seconds (it is recorded already)", recover and (device or seconds))
        _refuse("--live with --recover or --no-transcribe", live and (recover or not transcribe))
        _refuse("--no-transcribe with --to or --out (there is no text to write)", not transcribe and (to or out))
        kinds = parse_kinds(to or ("txt" if out else ""))
        options = TranscribeOptions(language=None if language == "auto" else language_code(language))
        if kinds and out:
            make_folder(out)
        transcriber, chosen, failed = None, None, 0
        flags = _flags(model=model, models_folder=models_folder, language=options.language, to=to, out=out)
        if recover:
            recordings, failed = _recovered(folder or recordings_folder(), screen)
        else:
            session = _session(folder or recordings_folder(), screen, device)
            if transcribe:  # now: nobody should hear of it after an hour's talk
                chosen = chosen_model(model, models_folder, screen)
            transcriber = load(chosen, engine, screen) if live and chosen else None
            line = level_line() if transcriber is None else LiveLine(LiveText(session, transcriber, options))
            recordings, failed = _recorded(session, line, screen, limit=seconds, flags=flags if transcribe else None)
        settling = _Settling(recordings, screen, flags)
        if not transcribe or not recordings:
            settling.settle_all()
            raise typer.Exit(EXIT_FAILED if failed or settling.failed else 0)
        if transcriber is None:
            chosen = chosen or chosen_model(model, models_folder, screen)
            transcriber = _loaded(chosen, engine, screen, give_up=settling.give_up)
    except DabirError as error:
        screen.note(bilingual(error))
        is_usage = isinstance(error, OptionError | RecorderMissing)
        raise typer.Exit(EXIT_USAGE if is_usage else EXIT_FAILED) from error
    with Journal(journal_file()) if journal else nullcontext() as kept:
        sources = [recording.path for recording in recordings]
        batch = Batch(transcriber, screen, kinds=kinds, journal=kept)
        outcome = batch.run(stems(sources, out), options, finished=settling.settle)
    settling.tell_left()
    leave(Outcome(failed + settling.failed, cancelled=False) + outcome, screen, len(recordings) + failed * recover)


def _refuse(words: str, is_given: object) -> None:
    """Raises OptionError about flags that contradict each other, where they were given."""
    if is_given:
        raise OptionError(words)


def _print_devices(screen: Reporter) -> None:
    found = devices()
    if not found:
        screen.note("there is no microphone · میکروفنی نیست")
    for device in found:
        notes = "default · پیش‌فرض" if device.is_default else "what the machine plays · صدای خود دستگاه"
        told = f"\t({notes})" if device.is_default or device.is_monitor else ""
        typer.echo(f"{device.key}\t{device.name}{told}")


def _session(folder: Path, screen: Reporter, key: str | None) -> Session:
    if key is not None and key not in (device.key for device in devices()):
        raise OptionError(f"--device {key} (dabir record --list-devices)")
    if count_cut_short(folder):
        screen.note(bilingual_notice(Notice.RECORDING_CUT_SHORT))
    return Session(key, folder)


def _recorded(
    session: Session, line: LevelLine, screen: Reporter, *, limit: float | None, flags: str | None
) -> tuple[list[Recording], int]:
    """What was recorded, and how many recordings ended by themselves."""
    followed = follow(session, line, limit=limit)
    recording = followed.recording
    told = _NOTHING if recording is None else _described(recording)
    if followed.signal is not None:
        with suppress(OSError):  # perhaps nobody reads it any more
            screen.note(told if recording is None or flags is None else f"{told}\n{_not_text(recording.path, flags)}")
        leave_at_once(EXIT_SIGNAL + followed.signal)
    if recording is not None and flags is not None:
        _heed_impatience(screen, _not_text(recording.path, flags))
    screen.note(told)
    if recording is None:
        raise typer.Exit(EXIT_FAILED)
    return [recording], int(followed.is_failed)


def _heed_impatience(screen: Reporter, not_text: str) -> None:
    """From here on Ctrl-C leaves with these words: by itself it would end us without any before the model is loaded."""

    def go(_number: int, _frame: FrameType | None) -> None:
        screen.note(f"\n{not_text}")
        leave_at_once(EXIT_CANCELLED)

    signal.signal(signal.SIGINT, go)


def _recovered(folder: Path, screen: Reporter) -> tuple[list[Recording], int]:
    """What was made whole, and how many could not be."""
    recovery = recover(folder)
    for recording in recovery.saved:
        screen.note(_described(recording))
    for error in recovery.failed:
        screen.note(bilingual(error))
    if not recovery.saved and not recovery.failed:
        screen.note("no recording was cut short · هیچ ضبط ناتمامی نیست")
    return list(recovery.saved), len(recovery.failed)


def _flags(**given: object) -> str:
    """Those of `dabir transcribe` that do what was asked of us."""
    return "".join(f" --{name.replace('_', '-')} {shlex.quote(str(value))}" for name, value in given.items() if value)


def _not_text(sound: Path, flags: str) -> str:
    return f"{_NOT_TEXT}\ndabir transcribe {shlex.quote(str(sound))}{flags}"


def _loaded(checkpoint: Path, engine: str, screen: Reporter, *, give_up: Callable[[], None]) -> Transcriber:
    """Loads in a thread of its own, since Ctrl-C would wait for the native calls that load a large checkpoint."""
    with on_interrupt(give_up), ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(load, checkpoint, engine, screen).result()


def _described(recording: Recording) -> str:
    missing = sum(gap.seconds for gap in recording.gaps)
    lost = f", {without_sound(missing)}" if missing else ""
    return f"→ {recording.path} ({recording.seconds:.1f} s{lost})"


class _Settling:
    """Notes of each recording that somebody has heard of it; what cannot be noted is offered again."""

    def __init__(self, recordings: Sequence[Recording], screen: Reporter, flags: str) -> None:
        self._left = {recording.path: recording for recording in recordings}
        self._screen, self._flags = screen, flags
        self.failed = 0

    def settle(self, sound: Path) -> None:
        """Its text is there."""
        try:
            settle(self._left.pop(sound))
        except DabirError as error:
            self._screen.note(bilingual(error))
            self.failed += 1

    def settle_all(self) -> None:
        """No text is wanted."""
        for sound in tuple(self._left):
            self.settle(sound)

    def tell_left(self) -> None:
        """Says how each that is not text yet becomes text."""
        for sound in self._left:
            self._screen.note(_not_text(sound, self._flags))

    def give_up(self) -> None:
        """Nobody waits for text any more."""
        self._screen.note("")  # the terminal wrote «^C»
        self.tell_left()
        leave_at_once(EXIT_CANCELLED)
