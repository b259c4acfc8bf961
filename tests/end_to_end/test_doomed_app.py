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

from dabir_core.record import recover
from dabir_core.transcript import Transcript
from dabir_desktop.library import Keep, Kind, Library, NewItem
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.said import transcript
from tests.end_to_end.command import DEMO
from tests.end_to_end.doomed import DoomedApp, Told

MOST_LOST_SECONDS = 1.0
TONE_HZ = 440
REPEATS = 30
BLOCK_SECONDS = 0.1
SMALLEST_PEAK = 0.02
"""Of full scale; a recording's holes are zeros."""


@pytest.fixture
def app(tmp_path: Path) -> DoomedApp:
    return DoomedApp(tmp_path)


@pytest.fixture
def tone(microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[None]:
    """The microphone hears a tone all the time."""
    path = tmp_path / "tone.wav"
    tone = f"sine=frequency={TONE_HZ}:sample_rate=48000:duration=300,volume=4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, str(path)], check=True, timeout=60)
    playing = microphone.start_playing(path)
    yield
    playing.kill()
    playing.wait()


def after(moments: random.Random, longest_seconds: float) -> None:
    time.sleep(moments.uniform(0.0, longest_seconds))


def check_recording(offered: Told, begun: float, killed: float) -> Path:
    """It has all but the last second, and no hole."""
    ((path, seconds, _),) = offered.value
    assert seconds >= killed - begun - MOST_LOST_SECONDS
    with wave.open(path) as sound:
        rate, channels = sound.getframerate(), sound.getnchannels()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    assert len(samples) / channels / rate == pytest.approx(seconds)
    block = round(BLOCK_SECONDS * rate) * channels
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    assert (np.abs(blocks).max(axis=1) > SMALLEST_PEAK * 2**15).all()
    return Path(path)


def kill_while_recording(app: DoomedApp, count: int, seed: int) -> None:
    moments = random.Random(seed)
    recorded: list[Path] = []
    killed = begun = 0.0
    for number in range(count + 1):
        app.start(*(["keep"] if number else []), "record")
        if number:
            recorded.append(check_recording(app.hear("offered"), begun, killed))
        begun = app.hear("began").moment
        after(moments, 4.0)
        killed = app.kill()
    assert len(set(recorded)) == count
    assert [sound for sound, _ in app.items()] == recorded[::-1]
    (last,) = recover(app.data / "recordings").saved
    assert last.path not in recorded


@pytest.mark.long
@pytest.mark.usefixtures("tone")
def test_a_recording_loses_at_most_its_last_second_and_is_offered(app: DoomedApp) -> None:
    kill_while_recording(app, 1, seed=1)


@pytest.fixture(scope="module")
def long_note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note so often that no start comes to its end before it is killed."""
    path = tmp_path_factory.mktemp("long") / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", str(REPEATS - 1), "-i", str(DEMO), "-c", "copy")
    subprocess.run([*loop, str(path)], check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def peaceful(long_note: Path, tmp_path_factory: pytest.TempPathFactory) -> Transcript:
    """What becomes of it in an app that nobody kills before."""
    app = DoomedApp(tmp_path_factory.mktemp("peaceful"))
    app.start("work", "--", long_note)
    return finished(app, long_note)


def finished(app: DoomedApp, sound: Path) -> Transcript:
    """Waits for the end of the work, and gives the library's only text."""
    app.hear("worked")
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
        return connection.execute("SELECT start_samples, written FROM windows ORDER BY start_samples").fetchall()
    finally:
        connection.close()


def kill_while_transcribing(app: DoomedApp, sound: Path, count: int, seed: int) -> Transcript:
    """Gives the text that there is in the end."""
    moments = random.Random(seed)
    before: list[tuple[int, float]] = []
    app.start("work", "--", sound)
    for _ in range(count):
        app.hear("working")
        after(moments, 3.0)
        app.kill()
        now = windows(app)
        print(len(now))
        assert now[: len(before)] == before, "no window that was finished is read again"
        before = now
        app.start("work")
    assert before
    return finished(app, sound)


@pytest.mark.long
def test_a_file_goes_on_by_itself_and_comes_to_the_same_text(
    app: DoomedApp, long_note: Path, peaceful: Transcript
) -> None:
    assert kill_while_transcribing(app, long_note, 1, seed=2) == peaceful


def kill_while_editing(app: DoomedApp, count: int, seed: int) -> None:
    moments = random.Random(seed)
    sound = app.data / "note.ogg"
    with Library(app.data / "library" / "library.sqlite3") as library:
        library.add(NewItem("note", sound, Kind.FILE, Keep.THEIRS, transcript("سلام، حال شما؟", "خوبم.")))
    for _ in range(count):
        app.start("edit")
        app.hear("text")
        after(moments, 3.0)
        killed = app.kill()
        ((_, text),) = app.items()
        assert text is not None
        first, second = text.segments
        seen = [told for told in app.heard if told.what == "text" and told.moment <= killed - MOST_LOST_SECONDS]
        print(len(app.heard), len(seen), first.text)
        assert not seen or first.text.startswith(seen[-1].value)
        assert second.text == "خوبم."


@pytest.mark.long
def test_edits_are_kept_but_for_the_last_second(app: DoomedApp) -> None:
    kill_while_editing(app, 1, seed=3)
