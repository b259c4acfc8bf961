"""Live text out of the worker: a recording of this process, read from its file while it grows."""

import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from dabir_core.asr.messages import Done, Failed, Hello, LiveOver, LiveTold, Message
from dabir_core.asr.worker import WorkerClient
from dabir_core.audio import open_audio
from dabir_core.options import TranscribeOptions
from dabir_core.paths import samples_folder
from dabir_core.record import FinalUtterance, GapKind, Growth
from dabir_core.record.wave_file import WaveFile, WaveFormat

NOTE = samples_folder() / "demo.ogg"
PERSIAN = TranscribeOptions(language="fa")
FORM = WaveFormat(16_000, 1)
TEXT = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()


class GrowingNote:
    """The demo note on its way to a file, as a recording is."""

    def __init__(self, path: Path) -> None:
        with open_audio(NOTE) as decoding:
            self._pcm = np.round(np.concatenate(list(decoding)) * 32767).astype("<i2")
        self._file = WaveFile(path, FORM)
        self._written = 0
        self.growth = Growth()
        self.growth.begin(path, FORM)

    def grow(self, end: float) -> None:
        """Writes what was said by then."""
        frames = min(round(end * FORM.rate_hz), len(self._pcm))
        self._file.append(self._pcm[self._written : frames].tobytes())
        self.growth.grow(frames - self._written)
        self._written = frames

    def finish(self) -> None:
        self.grow(60.0)
        self.growth.finish()

    def close(self) -> None:
        self._file.close()


@pytest.fixture
def note(tmp_path: Path) -> Iterator[GrowingNote]:
    note = GrowingNote(tmp_path / "note.wav")
    yield note
    note.close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[WorkerClient]:
    client = WorkerClient.start("demo", journal=tmp_path / "windows.sqlite3")
    yield client
    client.close()


@pytest.fixture
def heard(client: WorkerClient) -> "queue.SimpleQueue[Message]":
    messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=lambda: deque(map(messages.put, client.events()), maxlen=0), daemon=True).start()
    return messages


def ended(heard: "queue.SimpleQueue[Message]") -> list[FinalUtterance]:
    """The utterances of a live text, to its last message."""
    utterances = list[FinalUtterance]()
    while not isinstance(message := heard.get(timeout=30), LiveOver):
        assert not isinstance(message, Done | Failed)
        if isinstance(message, LiveTold):
            utterances += message.update.ended
    return utterances


def said(utterances: list[FinalUtterance]) -> list[str]:
    return " ".join(utterance.text for utterance in utterances).split()


@pytest.mark.long
def test_live_text_comes_out_of_the_worker(
    client: WorkerClient, heard: "queue.SimpleQueue[Message]", note: GrowingNote
) -> None:
    client.listen(note.growth, PERSIAN)
    for second in range(1, 16):
        note.grow(second)
        time.sleep(0.02)
    note.finish()
    assert said(ended(heard)) == TEXT


@pytest.mark.long
def test_live_text_goes_on_in_another_worker_and_says_nothing_twice(
    client: WorkerClient, heard: "queue.SimpleQueue[Message]", note: GrowingNote, caplog: pytest.LogCaptureFixture
) -> None:
    client.listen(note.growth, PERSIAN)
    note.grow(8.0)
    utterances = list[FinalUtterance]()
    while not utterances:
        message = heard.get(timeout=30)
        utterances += message.update.ended if isinstance(message, LiveTold) else ()
    (worker,) = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
    os.kill(worker.pid, signal.SIGKILL)
    note.finish()
    assert said(utterances + ended(heard)) == TEXT
    assert "ended with code" in caplog.text
    caplog.clear()


@pytest.mark.long
def test_live_text_stops_when_it_is_asked_to(
    client: WorkerClient, heard: "queue.SimpleQueue[Message]", note: GrowingNote
) -> None:
    job = client.listen(note.growth, PERSIAN)
    note.grow(2.0)
    while not isinstance(heard.get(timeout=30), Hello):
        pass
    client.cancel(job)
    ended(heard)


@pytest.mark.long
def test_a_recording_without_sound_has_no_live_text(client: WorkerClient, heard: "queue.SimpleQueue[Message]") -> None:
    growth = Growth()
    client.listen(growth, PERSIAN)
    growth.finish()
    assert ended(heard) == []


@pytest.mark.long
def test_files_are_read_while_live_text_is_written(
    client: WorkerClient, heard: "queue.SimpleQueue[Message]", note: GrowingNote
) -> None:
    note.grow(4.0)
    live, file = client.listen(note.growth, PERSIAN), client.submit(NOTE, PERSIAN)
    while not isinstance(message := heard.get(timeout=30), Done | Failed):
        pass
    assert isinstance(message, Done)
    assert message.job == file
    note.finish()
    while not isinstance(message := heard.get(timeout=30), LiveOver):
        pass
    assert message.job == live


def test_a_gap_ends_an_utterance_in_the_followed_recording_too(tmp_path: Path) -> None:
    ours, theirs = Growth(), Growth()
    ours.begin(tmp_path / "a.wav", FORM)
    ours.grow(1600)
    ours.add_break(800, GapKind.LOST)
    theirs.follow(ours.now(), is_over=False)
    assert theirs.now() == ours.now()
    assert not theirs.is_over
    theirs.follow(ours.now(), is_over=True)
    assert theirs.is_over
