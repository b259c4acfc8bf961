"""Runs that go on where another one was cut off, with the demo checkpoint."""

import subprocess
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from dabir_core.asr.journal import Journal
from dabir_core.asr.language_tracking import LanguageTurn
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import TranscribeOptions, Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import Window
from dabir_core.text import DisplayRules
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Cancelled, Transcript

DEMO = Path(__file__).parents[3] / "samples" / "demo.ogg"
PERSIAN = TranscribeOptions(language="fa")


@pytest.fixture(scope="module")
def transcriber() -> Transcriber:
    return Transcriber.load("demo")


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note four times over."""
    path = tmp_path_factory.mktemp("journalled") / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "3", "-i", str(DEMO), "-c", "copy", str(path))
    subprocess.run(loop, check=True, timeout=60)
    return path


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal" / "windows.sqlite3") as journal:
        yield journal


@pytest.fixture
def read_windows(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Where the windows begin that were read to their end by the engine."""
    starts: list[float] = []
    read = WindowReader.read

    def counted(
        reader: WindowReader, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn
    ) -> WindowResult | None:
        result = read(reader, window, cancel, urgency=urgency, turn=turn)
        if result is not None:
            starts.append(window.start)
        return result

    monkeypatch.setattr(WindowReader, "read", counted)
    return starts


def wait_for_readings() -> None:
    """A window that the engine had finished when its job was abandoned is still written down."""
    for thread in threading.enumerate():
        if thread.name == "reading":
            thread.join()


def told(outcome: Transcript | Cancelled) -> list[tuple[float, float, str]]:
    """All but probabilities, whose last digits depend on the rows that share a step."""
    assert isinstance(outcome, Transcript)
    return [(segment.start, segment.end, segment.text) for segment in outcome.segments]


def test_a_run_goes_on_after_the_windows_of_an_earlier_one(
    transcriber: Transcriber, note: Path, journal: Journal, read_windows: list[float]
) -> None:
    whole = transcriber.transcribe(note, PERSIAN)
    all_windows = sorted(read_windows)
    assert len(all_windows) >= 4
    read_windows.clear()
    list(islice(transcriber.stream(note, PERSIAN, journal=journal), 2))
    wait_for_readings()
    assert 0 < len(read_windows) < len(all_windows)
    assert told(transcriber.transcribe(note, PERSIAN, journal=journal)) == told(whole)
    assert sorted(read_windows) == all_windows
    assert told(transcriber.transcribe(note, PERSIAN, journal=journal)) == told(whole)
    assert sorted(read_windows) == all_windows


def test_nothing_is_taken_over_once_the_recording_is_forgotten(
    transcriber: Transcriber, journal: Journal, read_windows: list[float]
) -> None:
    transcriber.transcribe(DEMO, PERSIAN, journal=journal)
    windows = len(read_windows)
    journal.forget(DEMO)
    transcriber.transcribe(DEMO, PERSIAN, journal=journal)
    assert len(read_windows) == 2 * windows


def test_finished_windows_serve_other_display_rules_and_no_other_decoding(
    transcriber: Transcriber, journal: Journal, read_windows: list[float]
) -> None:
    transcriber.transcribe(DEMO, PERSIAN, journal=journal)
    windows = len(read_windows)
    transcriber.transcribe(DEMO, TranscribeOptions(language="fa", display=DisplayRules(zwnj=False)), journal=journal)
    assert len(read_windows) == windows
    transcriber.transcribe(DEMO, TranscribeOptions(language="fa", words=False), journal=journal)
    assert len(read_windows) > windows


def test_a_cancelled_window_is_not_kept(transcriber: Transcriber, journal: Journal, read_windows: list[float]) -> None:
    cancel = CancelToken()
    stream = transcriber.stream(DEMO, PERSIAN, cancel=cancel, journal=journal)
    next(iter(stream))
    cancel.cancel()
    assert isinstance(stream.outcome(), Cancelled)
    whole = transcriber.transcribe(DEMO, PERSIAN)
    assert isinstance(whole, Transcript)
    assert transcriber.transcribe(DEMO, PERSIAN, journal=journal) == whole
    assert read_windows


def test_a_broken_journal_costs_no_job(
    transcriber: Transcriber, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "windows.sqlite3"
    path.write_bytes(b"this is no database, " * 500)
    with Journal(path) as journal:
        assert transcriber.transcribe(DEMO, PERSIAN, journal=journal) == transcriber.transcribe(DEMO, PERSIAN)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    caplog.clear()
