import os
import signal
from pathlib import Path

import pytest

from dabir_core.cli.batch import NO_SPEECH, Batch, Outcome, on_interrupt
from dabir_core.errors import NotMedia
from dabir_core.fetch import Received
from dabir_core.formats import Kind, from_json
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken, Progress
from dabir_core.sentences import sentence, warning_sentence
from dabir_core.transcript import Origin, Segment, TranscriptWarning, WarningKind
from tests.core.cli.scripted import ScriptedTranscriber, Step, segment, wait_for_cancel


class Screen:
    """Remembers what a person would have seen."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.notes: list[str] = []
        self.done: list[float] = []

    def begin(self, name: str, *, place: str) -> None:
        self.notes.append(f"{place}{name}")

    def advance(self, progress: Progress | Received) -> None:
        assert isinstance(progress, Progress)
        self.done.append(progress.done)

    def show(self, segment: Segment) -> None:
        self.text.append(segment.text)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def end(self) -> None:
        self.notes.append("end")


def run(folder: Path, scripts: dict[str, list[Step]], *kinds: Kind) -> tuple[Outcome, Screen]:
    screen = Screen()
    batch = Batch(ScriptedTranscriber(scripts), screen, kinds=kinds)
    stems = {Path(name): folder / "out" / Path(name).stem for name in scripts}
    return batch.run(stems, TranscribeOptions()), screen


def test_text_is_shown_and_files_are_written(tmp_path: Path) -> None:
    outcome, screen = run(tmp_path, {"a.ogg": [segment(0, "سلام")]}, Kind.TXT, Kind.SRT)
    assert outcome == Outcome(failed=0, cancelled=False)
    assert screen.text == ["سلام"]
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8").strip() == "سلام"
    assert "00:00:00,000 --> 00:00:01,000" in (tmp_path / "out/a.srt").read_text(encoding="utf-8")
    assert any(str(tmp_path / "out/a.srt") in note for note in screen.notes)


def test_a_transcript_keeps_where_its_sound_came_from(tmp_path: Path) -> None:
    origin = Origin("https://a.example/1", "گفت‌وگو", 1.0)
    batch = Batch(
        ScriptedTranscriber({"a.ogg": [segment(0, "سلام")], "b.ogg": [segment(0, "سلام")]}),
        Screen(),
        kinds=[Kind.JSON],
        origins={Path("a.ogg"): origin},
    )
    batch.run({Path("a.ogg"): tmp_path / "a", Path("b.ogg"): tmp_path / "b"}, TranscribeOptions())
    written = [from_json((tmp_path / name).read_text(encoding="utf-8")).origin for name in ("a.json", "b.json")]
    assert written == [origin, None]


def test_nothing_is_written_unless_asked_for(tmp_path: Path) -> None:
    run(tmp_path, {"a.ogg": [segment(0, "سلام")]})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    scripts: dict[str, list[Step]] = {"a.ogg": [NotMedia("a.ogg")], "b.ogg": [segment(0, "سلام")]}
    outcome, screen = run(tmp_path, scripts, Kind.TXT)
    assert outcome == Outcome(failed=1, cancelled=False)
    assert screen.text == ["سلام"]
    both = [note for note in screen.notes if sentence(NotMedia("a.ogg"), "fa") in note]
    assert len(both) == 1
    assert sentence(NotMedia("a.ogg"), "en") in both[0]


def test_an_unforeseen_error_counts_as_a_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    outcome, _ = run(tmp_path, {"a.ogg": [ZeroDivisionError()], "b.ogg": [segment(0, "سلام")]})
    assert outcome.failed == 1
    assert [record.getMessage() for record in caplog.records] == ["transcription failed"]
    caplog.clear()


def test_silence_is_told_and_is_no_failure(tmp_path: Path) -> None:
    outcome, screen = run(tmp_path, {"a.ogg": []}, Kind.TXT)
    assert outcome.failed == 0
    assert any(NO_SPEECH in note for note in screen.notes)
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8").strip() == ""


def test_an_output_that_cannot_be_written_fails_that_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    outcome, screen = run(tmp_path, {"a.ogg": [segment(0, "سلام")]}, Kind.TXT)
    assert outcome.failed == 1
    assert screen.text == ["سلام"]


def test_ctrl_c_keeps_what_is_finished_and_leaves_the_rest(tmp_path: Path) -> None:
    def interrupt(cancel: CancelToken) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        wait_for_cancel(cancel)

    scripts: dict[str, list[Step]] = {"a.ogg": [segment(0, "سلام"), interrupt], "b.ogg": [segment(0, "نه")]}
    outcome, screen = run(tmp_path, scripts, Kind.TXT)
    assert outcome == Outcome(failed=0, cancelled=True)
    assert screen.text == ["سلام"]
    assert (tmp_path / "out/a.partial.txt").read_text(encoding="utf-8").strip() == "سلام"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.partial.txt"]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_what_went_less_well_is_told_in_both_languages(is_cancelled: bool) -> None:
    def interrupt(cancel: CancelToken) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        wait_for_cancel(cancel)

    warning = TranscriptWarning(WarningKind.AUDIO_LOST, 3.0, 3.0, 2.0)
    steps: list[Step] = [segment(0, "سلام"), *([interrupt] if is_cancelled else [])]
    screen = Screen()
    transcriber = ScriptedTranscriber({"a.ogg": steps}, warnings=(warning,))
    outcome = Batch(transcriber, screen, kinds=[]).run({Path("a.ogg"): Path("a")}, TranscribeOptions())
    assert outcome.cancelled is is_cancelled
    told = "\n".join(screen.notes)
    assert warning_sentence(warning, "en") in told
    assert warning_sentence(warning, "fa") in told


def test_each_whole_text_is_told_of_and_no_other(tmp_path: Path) -> None:
    def interrupt(cancel: CancelToken) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        wait_for_cancel(cancel)

    scripts: dict[str, list[Step]] = {
        "failing.ogg": [NotMedia("failing.ogg")],
        "whole.ogg": [segment(0, "سلام")],
        "silent.ogg": [],
        "cancelled.ogg": [segment(0, "نه"), interrupt],
    }
    heard: list[Path] = []
    stems = {Path(name): tmp_path / Path(name).stem for name in scripts}
    batch = Batch(ScriptedTranscriber(scripts), Screen(), kinds=[])
    outcome = batch.run(stems, TranscribeOptions(), finished=heard.append)
    assert outcome == Outcome(failed=1, cancelled=True)
    assert heard == [Path("whole.ogg"), Path("silent.ogg")]


@pytest.mark.usefixtures("default_interrupt")
def test_the_former_interrupt_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with on_interrupt(lambda: None):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_as_a_file_ends_stops_before_the_next_one(tmp_path: Path) -> None:
    class Interrupted(Screen):
        def note(self, message: str) -> None:
            super().note(message)
            if message.startswith("→"):  # written: no job is running any more
                os.kill(os.getpid(), signal.SIGINT)

    screen = Interrupted()
    scripts: dict[str, list[Step]] = {"a.ogg": [segment(0, "سلام")], "b.ogg": [segment(0, "نه")]}
    stems = {Path(name): tmp_path / Path(name).stem for name in scripts}
    outcome = Batch(ScriptedTranscriber(scripts), screen, kinds=[Kind.TXT]).run(stems, TranscribeOptions())
    assert outcome == Outcome(failed=0, cancelled=True)
    assert screen.text == ["سلام"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_standard_output_that_takes_no_more_text_stops_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unread(Screen):
        def show(self, segment: Segment) -> None:
            raise BrokenPipeError

    monkeypatch.setattr("dabir_core.cli.batch.drop_standard_output", lambda: None)
    scripts: dict[str, list[Step]] = {"a.ogg": [segment(0, "سلام"), wait_for_cancel], "b.ogg": [segment(0, "نه")]}
    stems = {Path(name): tmp_path / Path(name).stem for name in scripts}
    outcome = Batch(ScriptedTranscriber(scripts), Unread(), kinds=[Kind.TXT]).run(stems, TranscribeOptions())
    assert outcome == Outcome(failed=0, cancelled=True)
    assert (tmp_path / "a.partial.txt").read_text(encoding="utf-8").strip() == "سلام"
