"""Live text on the command line: what stands above the level line, and what below it."""

import io
import logging
import threading
from collections.abc import Iterator, Sequence

import pytest
from rich.console import Console

from dabir_core.audio.level import Level
from dabir_core.cli.level_line import TerminalLine
from dabir_core.cli.live_line import LiveLine, under_way
from dabir_core.errors import ModelMemory
from dabir_core.progress import CancelToken
from dabir_core.record import FinalUtterance, LiveUpdate, SessionState
from dabir_core.transcript import Segment, Word
from tests.core.cli.noted_line import NotedLine

LEVEL = Level(-20.0, -23.0, is_clipped=False)


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, 0.0, 1.0, 0.9) for word in text.split())


def update(committed: str = "", tentative: str = "", *, ended: str = "", by_utterance: bool = False) -> LiveUpdate:
    utterance = FinalUtterance(0.0, 1.0, (Segment(0.0, 1.0, ended, "fa"),) if ended else (), 0, 0.0)
    return LiveUpdate((utterance,) if ended else (), words(committed), words(tentative), "fa", 1.0, 0.1, by_utterance)


class ScriptedText:
    """Gives its updates, and then an error or waits to be cancelled."""

    def __init__(self, updates: Sequence[LiveUpdate], *, error: Exception | None = None, waits: bool = False) -> None:
        self._updates, self._error, self._waits = updates, error, waits
        self.was_cancelled = False

    def updates(self, *, cancel: CancelToken | None = None) -> Iterator[LiveUpdate]:
        yield from self._updates
        if self._error is not None:
            raise self._error
        is_over = threading.Event()
        assert cancel is not None
        with cancel.calling(is_over.set):
            if self._waits:
                is_over.wait(10)
        self.was_cancelled = cancel.is_cancelled


def noted(text: ScriptedText) -> list[str]:
    line = NotedLine()
    with LiveLine(text, line) as live:
        live.show(SessionState.RECORDING, 1.0, LEVEL)
        live.note("a note")
    assert line.shown == 1
    line.notes.remove("a note")
    return line.notes


def test_each_ended_utterance_is_a_line() -> None:
    assert noted(ScriptedText([update(ended="سلام."), update("من", "به"), update(ended="رفتم.")])) == ["سلام.", "رفتم."]


def test_the_last_words_are_not_waited_for_in_a_hurry() -> None:
    text, line = ScriptedText([update(ended="سلام.")], waits=True), NotedLine()
    with LiveLine(text, line) as live:
        live.hurry()
    assert text.was_cancelled
    assert line.is_hurried


def test_how_many_standing_words_changed_is_said_at_the_end() -> None:
    """A quarter of eight, and none of two."""
    ended = (FinalUtterance(0.0, 1.0, (), 8, 0.25), FinalUtterance(1.0, 2.0, (), 2, 0.0))
    (note,) = noted(ScriptedText([LiveUpdate(ended, (), (), "", 2.0, 0.1, is_by_utterance=False)]))
    assert note.startswith("live text: 2 of 10 words changed")


def test_a_machine_that_falls_behind_is_told_of_once_and_when_it_follows_again() -> None:
    flags = [False, True, True, False]
    notes = noted(ScriptedText([update("من", by_utterance=flag) for flag in flags]))
    assert [note.splitlines()[0] for note in notes] == [
        "This machine cannot keep up with this model, so live text comes after each sentence only. "
        "Nothing is missing from the recording.",
        "Live text follows word by word again.",
    ]


def test_an_error_ends_the_text_and_not_the_recording() -> None:
    (note,) = noted(ScriptedText([update("من")], error=ModelMemory("small")))
    assert "not have enough memory" in note


def test_an_error_that_nobody_foresaw_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    (note,) = noted(ScriptedText([], error=ZeroDivisionError()))
    assert "did not foresee" in note
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    caplog.clear()


def test_a_text_that_does_not_end_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dabir_core.cli.live_line._LAST_WORDS_SECONDS", 0.05)
    text = ScriptedText([update(ended="سلام.")], waits=True)
    assert noted(text) == ["سلام."]
    assert text.was_cancelled


def test_tentative_words_are_dim_and_in_logical_order() -> None:
    drawn = under_way(update("من دیروز", "به بازار"))
    assert drawn.plain == "من دیروز به بازار "
    dim = "".join(drawn.plain[span.start : span.end] for span in drawn.spans if span.style == "dim")
    assert dim == "به بازار "


def test_a_long_utterance_is_shown_from_its_end() -> None:
    """Words of five signs and a space: forty of them have room in 240 signs."""
    drawn = under_way(update(" ".join(["کتابم"] * 50), "آخرین"))
    assert drawn.plain.startswith("… ")
    assert drawn.plain.count("کتابم") == 39
    assert drawn.plain.endswith("آخرین ")


def test_a_terminal_shows_the_utterance_under_the_level() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    with TerminalLine(console, below=lambda: under_way(update("سلام", "دوست"))) as terminal:
        terminal.show(SessionState.RECORDING, 1.0, LEVEL)
        terminal._live.refresh()
        assert "سلام" in console.file.getvalue()  # type: ignore[attr-defined]
