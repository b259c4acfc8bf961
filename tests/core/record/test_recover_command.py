"""`dabir record --recover` over many recordings, some of which are beyond help."""

from pathlib import Path

import pytest

from dabir_core.record import logbook
from dabir_core.record.logbook import State, entry_file
from dabir_core.record.wave_file import HEADER_BYTES
from tests.core.record.test_command import run
from tests.core.record.test_recovery import DEAD, keep, replace_by_folder


def state(sound: Path) -> State:
    entry = logbook.read(entry_file(sound))
    assert entry is not None
    return entry.state


def cut_entry(sound: Path) -> None:
    entry_file(sound).write_bytes(entry_file(sound).read_bytes()[:100])


@pytest.mark.parametrize("arguments", [["--no-transcribe"], ["--model", "demo", "--language", "fa"]])
def test_each_recording_is_tried_named_and_settled_whatever_happens_to_others(
    arguments: list[str], tmp_path: Path
) -> None:
    good = [keep(tmp_path, name, DEAD) for name in ("a", "d")]
    unreadable, damaged = (keep(tmp_path, name, DEAD) for name in ("b", "c"))
    replace_by_folder(unreadable)
    cut_entry(damaged)
    done = run(tmp_path, "--recover", *arguments)
    assert done.returncode == 1
    for sound in good:
        assert f"→ {sound} (1.0 s)" in done.stderr
        assert state(sound) is State.FINISHED
    assert f"The recording “{unreadable}” was cut short, and its file could not be mended." in done.stderr
    assert f"ضبط «{unreadable}» ناتمام مانده است" in done.stderr
    assert f"The note kept beside the recording “{damaged}” is damaged" in done.stderr
    assert f"یادداشتی که کنار ضبط «{damaged}» هست خراب شده است" in done.stderr
    again = run(tmp_path, "--recover", *arguments)
    assert again.returncode == 1
    assert "→" not in again.stderr


def test_one_that_gives_no_text_is_offered_again_and_the_others_are_not(tmp_path: Path) -> None:
    good = [keep(tmp_path, name, DEAD) for name in ("a", "c")]
    damaged = keep(tmp_path, "b", DEAD, state=State.WHOLE)  # its head was whole, and is overwritten since
    damaged.write_bytes(bytes(HEADER_BYTES + 32_000))
    done = run(tmp_path, "--recover", "--model", "demo", "--language", "fa")
    assert done.returncode == 1
    assert [state(sound) for sound in good] == [State.FINISHED, State.FINISHED]
    assert state(damaged) is State.WHOLE
