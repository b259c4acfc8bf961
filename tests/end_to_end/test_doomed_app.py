"""`kill -9` of the whole app at any moment: while it records, while it transcribes, while somebody edits."""

import random
import sqlite3
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dabir_core.record import Recovery, recover
from dabir_core.transcript import Transcript
from dabir_desktop.library import Keep, Kind, Library, NewItem
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.said import transcript
from tests.end_to_end.command import DEMO
from tests.end_to_end.doomed import PATIENCE_SECONDS, DoomedApp

MOST_LOST_SECONDS = 1.0
LONGEST_SECONDS = 4.0
SOON_SECONDS = 0.3
"""A machine that is quiet reads ten minutes in two seconds, and what is finished is no longer cut short."""
"""From when the app does what it is killed in, to its end."""
TONE_HZ = 440
BLOCK_SECONDS = 0.1
SMALLEST_PEAK = 0.02
"""Of full scale; a recording's holes are zeros."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[DoomedApp]:
    app = DoomedApp(tmp_path / "home")
    yield app
    app.close()


@pytest.fixture
def peaceful(tmp_path: Path) -> Iterator[DoomedApp]:
    """One that is left alone until its work is done."""
    app = DoomedApp(tmp_path / "peaceful")
    yield app
    app.close()


@pytest.fixture
def tone(microphone: VirtualMicrophone) -> Iterator[None]:
    """The microphone hears a tone all the time, of the sound server's own: a player starves on a busy machine."""
    with microphone.tone(TONE_HZ):
        yield


def after(moments: random.Random, longest_seconds: float) -> None:
    time.sleep(moments.uniform(0.0, longest_seconds))


def check_sound(path: Path, seconds: float) -> None:
    """The file says how long it is, and holds what was heard."""
    with wave.open(str(path)) as sound:
        rate, channels = sound.getframerate(), sound.getnchannels()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    assert len(samples) / channels / rate == pytest.approx(seconds)
    block = round(BLOCK_SECONDS * rate) * channels
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    silent = np.flatnonzero(np.abs(blocks).max(axis=1) <= SMALLEST_PEAK * 2**15) * BLOCK_SECONDS
    assert silent.tolist() == []


def kill_while_recording(app: DoomedApp, count: int, seed: int) -> None:
    """What was cut short is kept or transcribed at the next start, while that records and is killed again."""
    moments = random.Random(seed)
    recorded: list[Path] = []
    app.start("record")
    for number in range(count):
        begun = app.hear("began").moment
        after(moments, LONGEST_SECONDS)
        killed = app.kill()
        wish = moments.choice(["keep", "transcribe"])
        app.start(wish, *(["record"] if number < count - 1 else ["rest"]))
        ((path, seconds),) = app.hear("offered").value
        check_sound(Path(path), seconds)
        assert seconds >= killed - begun - MOST_LOST_SECONDS
        recorded.append(Path(path))
    assert set(app.hear("rested").value) <= {"done"}
    app.kill()
    assert [sound for sound, _ in app.items()] == recorded[::-1]
    assert recover(app.data / "recordings") == Recovery()


@pytest.mark.long
@pytest.mark.usefixtures("tone")
def test_a_recording_loses_at_most_its_last_second_and_is_offered(app: DoomedApp) -> None:
    kill_while_recording(app, 2, seed=1)


@pytest.mark.slow
@pytest.mark.usefixtures("tone")
def test_recordings_that_are_cut_short_one_after_the_other_are_all_kept(app: DoomedApp) -> None:
    kill_while_recording(app, 7, seed=11)


def repeated_note(folder: Path, times: int) -> Path:
    """The demo note so often that no start comes to its end before it is killed."""
    path = folder / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", str(times - 1), "-i", str(DEMO), "-c", "copy")
    subprocess.run([*loop, str(path)], check=True, timeout=60)
    return path


def finished(app: DoomedApp, sound: Path) -> Transcript:
    """Waits for the end of the work, and gives the library's only text."""
    assert app.hear("rested").value == ["done"]
    app.kill()
    ((kept_sound, text),) = app.items()
    assert kept_sound == sound
    assert text is not None
    return text


def windows(app: DoomedApp) -> list[tuple[int, float]]:
    """(start in samples, time of writing) of every finished window."""
    journal = app.data / "journal" / "windows.sqlite3"
    if not journal.exists():
        return []
    connection = sqlite3.connect(journal)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'windows'").fetchone():
            return []  # it is just being made
        return connection.execute("SELECT start_samples, written FROM windows ORDER BY start_samples").fetchall()
    finally:
        connection.close()


def wait_for_another_window(app: DoomedApp, count: int) -> None:
    """However long that takes on a machine that is busy."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(windows(app)) <= count:
        assert time.monotonic() < deadline, "no window is finished"
        time.sleep(0.05)


def kill_while_transcribing(app: DoomedApp, sound: Path, count: int, seed: int) -> Transcript:
    """Each start goes on by itself; gives the text that there is in the end."""
    moments = random.Random(seed)
    before: list[tuple[int, float]] = []
    app.start("work", "--", sound)
    for number in range(count):
        app.hear("working")
        if number % 2 == 0:
            wait_for_another_window(app, len(before))
        after(moments, SOON_SECONDS)
        app.kill()
        now = windows(app)
        assert now[: len(before)] == before, "no window that was finished is read again"
        before = now
        app.start("work")
    assert before
    return finished(app, sound)


def undisturbed(peaceful: DoomedApp, sound: Path) -> Transcript:
    """What becomes of it in an app that nobody kills in its work."""
    peaceful.start("work", "--", sound)
    return finished(peaceful, sound)


@pytest.mark.long
def test_a_file_goes_on_by_itself_and_comes_to_the_same_text(
    app: DoomedApp, peaceful: DoomedApp, tmp_path: Path
) -> None:
    sound = repeated_note(tmp_path, 40)
    assert kill_while_transcribing(app, sound, 1, seed=2) == undisturbed(peaceful, sound)


@pytest.mark.slow
def test_a_file_that_is_cut_short_again_and_again_comes_to_the_same_text(
    app: DoomedApp, peaceful: DoomedApp, tmp_path: Path
) -> None:
    sound = repeated_note(tmp_path, 60)
    assert kill_while_transcribing(app, sound, 7, seed=12) == undisturbed(peaceful, sound)


def kill_while_editing(app: DoomedApp, count: int, seed: int) -> None:
    """Each start shows what the one before kept."""
    moments = random.Random(seed)
    with Library(app.data / "library" / "library.sqlite3") as library:
        library.add(NewItem("note", app.data / "a.ogg", Kind.FILE, Keep.THEIRS, transcript("سلام", "خوبم.")))
    kept = "سلام"
    for _ in range(count):
        app.start("edit")
        assert app.hear("text").value == kept
        after(moments, LONGEST_SECONDS)
        killed = app.kill()
        ((_, text),) = app.items()
        assert text is not None
        seen = [told.value for told in app.heard if told.moment <= killed - MOST_LOST_SECONDS and told.what == "text"]
        first, second = text.segments
        kept = first.text
        assert kept.startswith(seen[-1] if seen else "سلام")
        assert second.text == "خوبم."


@pytest.mark.long
def test_edits_are_kept_but_for_the_last_second(app: DoomedApp) -> None:
    kill_while_editing(app, 1, seed=3)


@pytest.mark.slow
def test_edits_are_kept_at_whatever_moment_it_ends(app: DoomedApp) -> None:
    kill_while_editing(app, 6, seed=13)
