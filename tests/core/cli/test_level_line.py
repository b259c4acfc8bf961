import io

import pytest
from rich.console import Console

from dabir_core.audio.level import SILENCE_DB, Level
from dabir_core.cli.level_line import PlainLine, TerminalLine, line
from dabir_core.record import SessionState


def shown(peak_db: float, *, state: SessionState = SessionState.RECORDING, seconds: float = 0.0) -> str:
    return line(state, seconds, Level(peak_db, peak_db, is_clipped=False), is_clipped=False).plain


@pytest.mark.parametrize(("peak_db", "full"), [(0.0, 30), (-30.0, 15), (-60.0, 0), (SILENCE_DB, 0)])
def test_the_bar_is_as_long_as_the_sound_is_loud(peak_db: float, full: int) -> None:
    assert shown(peak_db).count("━") == full
    assert shown(peak_db).count("─") == 30 - full


def test_the_time_is_that_of_the_last_whole_second() -> None:
    assert " 0:00 " in shown(-20)
    assert " 1:01:05 " in shown(-20, seconds=3665.9)


def test_each_state_has_a_sign_of_its_own() -> None:
    assert len({shown(-20, state=state)[0] for state in SessionState}) == len(SessionState)


def test_clipping_stays_in_sight_for_a_while() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    with TerminalLine(console) as terminal:
        terminal.show(SessionState.RECORDING, 1.0, Level(0.0, -3.0, is_clipped=True))
        terminal.show(SessionState.RECORDING, 1.1, Level(-20.0, -23.0, is_clipped=False))
        terminal._live.refresh()
        assert "too loud" in console.file.getvalue()  # type: ignore[attr-defined]
        terminal.note("a note")
    assert "a note" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_log_gets_notes_and_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    with PlainLine() as plain:
        plain.show(SessionState.RECORDING, 1.0, Level(0.0, -3.0, is_clipped=True))
        plain.note("a note")
    assert capsys.readouterr().err == "a note\n"
