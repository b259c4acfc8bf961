"""The worker's side of live text: real files of readable sound, a reader that counts half seconds of speech."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from dabir_core.asr.live_desk import LiveDesk
from dabir_core.asr.messages import Begun, Failed, Grew, JobId, Listen, LiveOver, LiveTold, Said
from dabir_core.errors import DabirError, ModelMemory
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.record import FinalUtterance, Growth
from dabir_core.record.wave_file import WaveFile, WaveFormat
from tests.core.record.counting_reader import CountingReader
from tests.core.record.readable_sound import talk

FORM = WaveFormat(16_000, 1)
OPTIONS = TranscribeOptions(language="fa")


@dataclass
class Desk:
    """A desk that is served in a thread, and what it says."""

    reader: CountingReader
    desk: LiveDesk = field(default_factory=LiveDesk)
    said: "queue.SimpleQueue[Said]" = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        threading.Thread(target=self.desk.serve, args=[self.reader, self.said.put], daemon=True).start()

    def listen(self, job: JobId, start: float = 0.0) -> CancelToken:
        cancel = CancelToken()
        self.desk.take(Listen(job, OPTIONS, start), cancel)
        return cancel

    def hear(self, job: JobId, recording: Growth | None, *, is_over: bool = True) -> None:
        self.desk.hear(Grew(job, None if recording is None else recording.now(), is_over))

    def until_last(self) -> list[Said]:
        """What is said of one recording, to its last message."""
        said = [self.said.get(timeout=20)]
        while not isinstance(said[-1], LiveOver | Failed):
            said.append(self.said.get(timeout=20))
        return said


@pytest.fixture
def desk() -> Desk:
    return Desk(CountingReader())


Records = Callable[[float], Growth]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Records]:
    """Makes recordings: a second of silence, speech for so long, two seconds of silence."""
    files: list[WaveFile] = []

    def make(seconds: float) -> Growth:
        path = tmp_path / f"{len(files)}.wav"
        files.append(WaveFile(path, FORM))
        sound = talk((0.0, 1.0), (0.99, seconds), (0.0, 2.0))
        files[-1].append((sound * 32767).astype("<i2").tobytes())
        growth = Growth()
        growth.begin(path, FORM)
        growth.grow(np.size(sound))
        return growth

    yield make
    for file in files:
        file.close()


def utterances(said: list[Said]) -> list[FinalUtterance]:
    return [each for told in said if isinstance(told, LiveTold) for each in told.update.ended]


def test_a_recording_is_begun_told_and_over(desk: Desk, record: Records) -> None:
    desk.listen(7)
    desk.hear(7, record(3.0))
    said = desk.until_last()
    assert said[0] == Begun(7)
    assert said[-1] == LiveOver(7)
    (utterance,) = utterances(said)
    assert utterance.text == "w2 w3 w4 w5 w6 w7"  # of the half seconds from 1.0 to 4.0


def test_what_lies_before_the_start_is_left_out(desk: Desk, record: Records) -> None:
    desk.listen(1, start=2.0)
    desk.hear(1, record(3.0))
    (utterance,) = utterances(desk.until_last())
    assert utterance.text.split()[-1] == "w7"
    assert "w2" not in utterance.text.split()


def test_it_waits_for_what_is_not_recorded_yet(desk: Desk, record: Records) -> None:
    desk.listen(1)
    assert desk.said.get(timeout=20) == Begun(1)
    recording = record(3.0)
    desk.hear(1, recording, is_over=False)
    told = desk.said.get(timeout=20)
    assert isinstance(told, LiveTold)
    desk.hear(1, recording)
    assert isinstance(desk.until_last()[-1], LiveOver)


def test_recordings_are_listened_to_one_after_the_other(desk: Desk, record: Records) -> None:
    first, second = record(2.0), record(3.0)
    for job, recording in ((1, first), (2, second)):
        desk.listen(job)
        desk.hear(job, recording)
    assert {told.job for told in desk.until_last() if isinstance(told, Begun | LiveTold | LiveOver)} == {1}
    assert {told.job for told in desk.until_last() if isinstance(told, Begun | LiveTold | LiveOver)} == {2}


def test_one_that_is_cancelled_is_over_and_the_next_one_is_heard(desk: Desk, record: Records) -> None:
    cancel = desk.listen(1)
    cancel.cancel()
    assert desk.until_last()[-1] == LiveOver(1)
    desk.listen(2)
    desk.hear(2, record(2.0))
    assert len(utterances(desk.until_last())) == 1


def test_a_recording_that_ends_before_its_first_sample_says_nothing(desk: Desk) -> None:
    desk.listen(1)
    desk.hear(1, None)
    assert desk.until_last() == [Begun(1), LiveOver(1)]


def test_an_error_ends_that_recording_alone(desk: Desk, record: Records) -> None:
    desk.reader.error = ModelMemory("tiny")
    desk.listen(1)
    desk.hear(1, record(2.0))
    last = desk.until_last()[-1]
    assert isinstance(last, Failed)
    assert (last.job, type(last.error)) == (1, ModelMemory)
    desk.reader.error = None
    desk.listen(2)
    desk.hear(2, record(2.0))
    assert len(utterances(desk.until_last())) == 1


def test_an_unforeseen_error_is_logged_and_ends_that_recording_alone(
    desk: Desk, record: Records, caplog: pytest.LogCaptureFixture
) -> None:
    desk.reader.error = RuntimeError("unforeseen")
    desk.listen(1)
    desk.hear(1, record(2.0))
    last = desk.until_last()[-1]
    assert isinstance(last, Failed)
    assert type(last.error) is DabirError
    assert "live text failed" in caplog.text
    caplog.clear()
    desk.listen(2)
    desk.hear(2, None)
    assert desk.until_last()[-1] in (LiveOver(2), last)


def test_news_of_a_recording_that_is_over_or_unknown_is_nothing(desk: Desk, record: Records) -> None:
    recording = record(2.0)
    desk.listen(1)
    desk.hear(1, recording)
    desk.until_last()
    desk.hear(1, recording)
    desk.hear(99, recording)
    assert desk.said.empty()
