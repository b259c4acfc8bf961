import io
import sys

import pytest
from rich.console import Console

from dabir_core.cli.reporter import PlainReporter, TerminalReporter, one_line
from dabir_core.fetch import Received
from dabir_core.progress import Progress
from tests.core.cli.scripted import segment


@pytest.fixture
def screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=60)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_text_goes_to_a_redirected_output_and_not_to_the_bars_terminal(
    screen: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    redirected = io.StringIO()
    monkeypatch.setattr(sys, "stdout", redirected)
    reporter = TerminalReporter(screen)
    reporter.begin("note.ogg", place="")
    reporter.show(segment(0, "سلام"))
    reporter.end()
    assert redirected.getvalue() == "سلام\n"
    assert "سلام" not in shown(screen)


def test_a_terminal_shows_names_and_messages_letter_by_letter(screen: Console) -> None:
    reporter = TerminalReporter(screen)
    reporter.begin("[bold]\\[a]:smile:.ogg", place="[1/2] ")
    reporter.note("→ [red]:smile:.srt")
    reporter.end()
    assert "[1/2] [bold]\\[a]:smile:.ogg" in shown(screen)
    assert "→ [red]:smile:.srt" in shown(screen)


def test_control_characters_in_a_name_do_not_reach_the_screen(
    screen: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    assert one_line("می\u200cروم\n\x1b[2J.ogg") == "می\u200cروم��[2J.ogg"
    for reporter in (PlainReporter(), TerminalReporter(screen)):
        reporter.begin("a\n.ogg", place="")
        reporter.note("→ \x1b]0;title\x07.srt\nsecond line")
        reporter.end()
    plain = capsys.readouterr().err
    assert plain == "a�.ogg\n→ �]0;title�.srt\nsecond line\n"
    assert "→ �]0;title�.srt\nsecond line\n" in shown(screen)


def test_a_pipe_gets_a_line_for_each_tenth_with_the_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    reporter = PlainReporter()
    reporter.begin("note.ogg", place="[2/3] ")
    for done in (0.0, 5.0, 10.0, 19.0, 20.0, 100.0):
        reporter.advance(Progress(done, 100.0))
    reporter.advance(Progress(7.0, None))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "[2/3] note.ogg",
        "note.ogg: 10 s of 100 s, 0 s left",
        "note.ogg: 20 s of 100 s, 0 s left",
    ]


def test_what_is_received_is_told_in_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    reporter = PlainReporter()
    reporter.begin("https://a.example/talk", place="")
    for done_bytes in (0, 2_000_000, 20_000_000):
        reporter.advance(Received(done_bytes, 20_000_000))
    reporter.advance(Received(1, None))
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["https://a.example/talk", "https://a.example/talk: 2 MB of 20 MB, 0 s left"]
